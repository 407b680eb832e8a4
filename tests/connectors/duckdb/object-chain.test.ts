import { expect, test } from "vitest";
import { linksAmong, liveLinks } from "../../../connectors/duckdb/object-chain.ts";

/** Names of links of a chain, such as `0-17`, as a bucket lists them. */
function listed(names: readonly string[], chain = "scores/model-scores-1") {
  return names.map((name) => {
    const [level, number] = name.split("-");
    return { key: `${chain}/${level}-${number!.padStart(16, "0")}.parquet`, bytes: 1, modifiedAt: 0 };
  });
}

function live(names: readonly string[]): readonly string[] {
  return liveLinks(linksAmong(listed(names))).map(({ level, number }) => `${level}-${number}`);
}

const upTo = (end: number, from = 0) => Array.from({ length: end - from }, (_, i) => `0-${from + i}`);

test.each([
  ["nothing", [], []],
  ["ranges, in order", ["0-2", "0-0", "0-1"], ["0-0", "0-1", "0-2"]],
  ["the beginning where one is missing", ["0-0", "0-1", "0-3"], ["0-0", "0-1"]],
  ["nothing where the first is missing", ["0-1"], []],
  ["a merged one and not its inputs", [...upTo(18), "1-0"], ["1-0", "0-16", "0-17"]],
  ["a merged one whose inputs are gone", ["0-16", "1-0"], ["1-0", "0-16"]],
  ["not a late range within a merged one", ["0-5", "0-16", "1-0"], ["1-0", "0-16"]],
  ["not a late merged one below another", ["1-16", "2-0", "0-256"], ["2-0", "0-256"]],
  ["the lower ones next to a higher one", ["2-0", "1-256", ...upTo(274, 272)], ["2-0", "1-256", "0-272", "0-273"]],
])("object chain: %s", (_, names, expected) => {
  expect(live(names)).toEqual(expected);
});

test("object chain: chains stand each for itself, and other objects are none", () => {
  const others = ["conditions-are-kept", "scores/readme.txt", "scores/model-scores-1/x.parquet"];
  const entries = [
    ...listed(["0-0", "0-1"]),
    ...listed(["0-0", "0-2"], "scores/model-scores-10"),
    ...others.map((key) => ({ key, bytes: 1, modifiedAt: 0 })),
  ];
  expect(liveLinks(linksAmong(entries)).map(({ partition, number }) => [partition, number])).toEqual([
    [1, 0],
    [1, 1],
    [10, 0],
  ]);
});
