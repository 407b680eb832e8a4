import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Tests that change no setting of their process and leave nothing running in it, so that many files may follow one another in one. */
const together = [
  "tests/{bench,models,schemas}/**/*.test.ts",
  "tests/app/{report,server,terminal}/**/*.test.ts",
  "tests/connectors/{demo,duckdb,embedded,encoder,files,following,memory,objects,pictures,telemetry}/**/*.test.ts",
  // a process is told once and for all the ids of its schemas, and where its data folder is
  "tests/pipelines/!(schema-registry)/**/*.test.ts",
  "tests/pipelines/!(surroundings).test.ts",
];

/** Tests in a browser. The demo shop that they share never rests, so they run after all others, and it no longer than they do. */
const page = "tests/app/page/*.test.ts";

/**
 * How `npm test` runs: from the repository's root, at most three files at once, as many wait for brokers. Time-outs are no promises, they end what hangs:
 * tests that start processes take ten times as long on a machine with much else to do.
 */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL("..", import.meta.url)),
    globalSetup: ["tests/support/shared-servers.ts"],
    pool: "forks",
    maxWorkers: 3,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
    projects: [
      { extends: true, test: { name: "programs", include: ["tests/**/*.test.ts"], exclude: [...together, page] } },
      // Files of one process, so that it is started and loads the models once: a second of processor time less for each.
      { extends: true, test: { name: "together", include: together, isolate: false } },
      { extends: true, test: { name: "page", include: [page], sequence: { groupOrder: 1 } } },
    ],
  },
});
