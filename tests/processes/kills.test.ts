import { afterEach, expect, test } from "vitest";
import { faultsOf } from "../../bench/support/account.ts";
import { endChildren } from "../../bench/support/child.ts";
import { killRounds, tornRound } from "../../bench/support/kill-rounds.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

afterEach(endChildren);

test("pipeline: processes killed at random moments lose nothing and double nothing", async () => {
  const plan = { folder: temporaryFolder(), kills: 6, seed: 7, longestMs: 600, searchesPerPart: 400 };
  const { interrupted, account } = await killRounds(plan);
  expect(faultsOf(account)).toEqual([]);
  expect(account.gradedPairs.expected).toBeGreaterThan(1_000);
  expect(interrupted).toBeGreaterThanOrEqual(1);
});

test("pipeline: without the atomic step a kill doubles events, and the account sees it", async () => {
  const { topics, tables } = await tornRound(temporaryFolder());
  expect(topics.scores.doubled.length).toBeGreaterThan(0);
  expect(tables.scores.doubled.length).toBeGreaterThan(0);
  expect(topics.scores.lost).toEqual([]);
});
