import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** How `npm test` runs: from the repository's root, at most three files at once, as many wait for brokers, with time for tests that start processes. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL("..", import.meta.url)),
    include: ["tests/**/*.test.ts"],
    globalSetup: ["tests/support/shared-servers.ts"],
    pool: "forks",
    maxWorkers: 3,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
