import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** How `npm test` runs: from the repository's root, at most two files at once, with time for tests that start processes. */
export default defineConfig({
  test: {
    root: fileURLToPath(new URL("..", import.meta.url)),
    include: ["tests/**/*.test.ts"],
    globalSetup: ["tests/support/shared-servers.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
