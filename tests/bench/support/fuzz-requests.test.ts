import { resolve } from "node:path";
import { expect, test } from "vitest";

import { temporaryFolder } from "../../support/temporary-folder.ts";

// A question of SQL is answered by a child process, which runs what was built.
const built = (path: string) => import(resolve("dist/bench/support", path));
const { fuzzRequests } = (await built("fuzz-requests.js")) as typeof import("../../../bench/support/fuzz-requests.ts");
const { openFuzzedServer } = (await built(
  "fuzzed-server.js",
)) as typeof import("../../../bench/support/fuzzed-server.ts");

test("fuzz: every operation of the API refuses what is wrong, as a problem, and tells nothing of the machine", async () => {
  const { app, faults, close, secrets } = await openFuzzedServer(temporaryFolder());
  const fuzzed = [];
  for await (const each of fuzzRequests(app, { perOperation: 30, seed: 3, secrets })) fuzzed.push(each);
  await close();
  expect(fuzzed.flatMap(({ operation, wrong }) => wrong.map((what) => `${operation}: ${what}`))).toEqual([]);
  expect([fuzzed.length > 20, fuzzed.every(({ refused }) => refused > 0), faults]).toEqual([true, true, []]);
});
