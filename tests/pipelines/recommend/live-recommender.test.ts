import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openRecommenders } from "../../../pipelines/recommend/keep-recommender.ts";
import { LiveRecommender } from "../../../pipelines/recommend/live-recommender.ts";
import { createVirtualClock } from "../../../pipelines/testing.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

test("LiveRecommender: nothing where no model is in use, and a model that can't be loaded is told", async () => {
  const folder = join(temporaryFolder(), "recommenders");
  const clock = createVirtualClock(1_000_000);
  const notices: string[] = [];
  const live = new LiveRecommender(openRecommenders(folder), clock, (text) => notices.push(text));
  expect(await live.use(async () => "asked")).toBeUndefined();
  await openRecommenders(folder).use("two-tower-7");
  expect(await live.use(async () => "asked")).toBeUndefined();
  expect(notices).toEqual([]);
  await clock.advance(1_000);
  expect(await live.use(async () => "asked")).toBeUndefined();
  expect(notices).toEqual([expect.stringMatching('no model "two-tower-7"')]);
  mkdirSync(folder, { recursive: true });
  await live.close();
});
