import { expect, test } from "vitest";
import { followers } from "../../pipelines/followers.ts";
import { stepNames } from "../../pipelines/topology.ts";

test("followers: every step by its name, with what it reads", () => {
  const found = Object.fromEntries(followers().map(({ group, from }) => [group, from]));
  expect(Object.keys(found)).toEqual(stepNames);
  expect(found).toMatchObject({ tokenize: ["searches", "labels"], embed: ["tokens"], score: ["embeddings"] });
  expect(found.record).toContain("dead-letters");
});
