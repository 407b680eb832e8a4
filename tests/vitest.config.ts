import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/**
 * How `npm test` runs: from the repository's root, at most two files at once. Time-outs are no promises, they end what hangs:
 * tests that start processes take ten times as long on a machine with much else to do.
 */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL("..", import.meta.url)),
    include: ["tests/**/*.test.ts"],
    globalSetup: ["tests/support/shared-servers.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
