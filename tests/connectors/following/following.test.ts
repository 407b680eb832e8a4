import { expect, test } from "vitest";
import { openEmbeddedLog } from "../../../connectors/embedded/embedded-log.ts";
import { noCounts } from "../../../connectors/following/following.ts";
import { createMemoryLog } from "../../../connectors/memory/memory-log.ts";
import { copy, follow, lag, until, write } from "../../support/log-work.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

test("noCounts: each log counts by itself", () => {
  const counts = noCounts();
  counts.commits += 1;
  expect(noCounts()).toEqual({ commits: 0, aborts: 0, rebalances: 0, fenced: 0 });
});

test.each([
  ["memory", async () => createMemoryLog({ partitions: 2 })],
  ["embedded", () => openEmbeddedLog({ folder: temporaryFolder(), partitions: 2 })],
] as const)("figures: the %s log tells of its commits and of partitions that changed hands", async (_, open) => {
  const log = await open();
  await log.createTopics({ in: { cleanup: "delete" }, out: { cleanup: "delete" } });
  await log.append([write("a", "1"), write("b", "2"), write("c", "3")]);
  const before = log.figures!();
  const member = follow(log, "g", copy);
  await until(async () => (await lag(log, "g")) === 0);
  await member.end();
  const { commits, ...others } = log.figures!();
  expect(commits).toBeGreaterThan(0);
  expect(others).toEqual({ aborts: 0, rebalances: 4, fenced: 0 });
  expect(before).toEqual({ commits: 0, aborts: 0, rebalances: 0, fenced: 0 });
  await log.close();
});
