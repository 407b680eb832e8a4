import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Tests of what touches no disk, no network and no setting of the process. */
const computing = ["tests/{models,schemas}/**/*.test.ts"];

/**
 * How `npm test` runs: from the repository's root, at most two files at once. Time-outs are no promises, they end what hangs:
 * tests that start processes take ten times as long on a machine with much else to do.
 */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL("..", import.meta.url)),
    globalSetup: ["tests/support/shared-servers.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    expect: { poll: { timeout: 60_000 } },
    projects: [
      { extends: true, test: { name: "programs", include: ["tests/**/*.test.ts"], exclude: computing } },
      // Files of one process, so that it is started and loads the models once. They come last, and being short they end together.
      { extends: true, test: { name: "computing", include: computing, isolate: false } },
    ],
  },
});
