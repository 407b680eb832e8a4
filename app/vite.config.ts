import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Everything that starts by itself: the command line, and what it runs in threads and processes of their own. */
const entries = [
  "app/main.ts",
  "connectors/duckdb/gate/query-child.ts",
  "models/retrieval/near-graph-worker.ts",
  "models/trees/crew-worker.ts",
  "models/trees/forest-worker.ts",
  "pipelines/evaluation/quality-worker.ts",
  "pipelines/map/map-worker.ts",
  "pipelines/scoring/scoring-worker.ts",
  "pipelines/training/training-worker.ts",
  "pipelines/worker.ts",
];

/**
 * Builds the program of `twinstream` into `dist/program`: some hundred files instead of eight hundred, which halves the time that a command or a thread takes
 * to start. All lie in one folder, so that a thread's file is found beside the one that starts it. The packages are left where they are.
 */
export default defineConfig({
  root,
  build: {
    ssr: true,
    outDir: "dist/program",
    emptyOutDir: true,
    target: "node20",
    minify: false,
    sourcemap: true,
    reportCompressedSize: false,
    rolldownOptions: { input: entries, output: { entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" } },
  },
});
