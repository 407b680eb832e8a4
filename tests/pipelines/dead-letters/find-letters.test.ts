import { expect, test } from "vitest";
import { findLetter, findLetters, letterReasons } from "../../../pipelines/dead-letters/find-letters.ts";
import { aDeadLog, type Died } from "../../support/dead-letters.ts";

const died: readonly Died[] = [
  { offset: 1, error: "3 bytes are too short" },
  { offset: 2, error: "4 bytes are too short" },
  { offset: 3, stage: "score", error: "no model" },
  { offset: 4, topic: "labels", error: "5 bytes are too short" },
];
const limit = 10;

test.for([
  [{}, [4, 3, 2, 1]],
  [{ stage: "score" }, [3]],
  [{ topic: "labels" }, [4]],
  [{ reason: "# bytes are too short" }, [4, 2, 1]],
  [{ reason: "# bytes are too short", topic: "searches" }, [2, 1]],
  [{ ids: ["searches-0-1", "none"] }, [1]],
  [{ ids: [] }, []],
] as const)("findLetters: %j means the letters of offsets %j", async ([filter, offsets]) => {
  const { log } = await aDeadLog(died);
  const { letters, next } = await findLetters(log, { filter, limit });
  expect([letters.map(({ offset }) => offset), next]).toEqual([offsets, undefined]);
});

test("findLetters: pages follow each other whatever is added, and none is empty at the end", async () => {
  const { log } = await aDeadLog(died);
  const first = await findLetters(log, { filter: {}, limit: 2 });
  const second = await findLetters(log, { filter: {}, limit: 2, from: first.next });
  expect([first, second].map(({ letters }) => letters.map(({ offset }) => offset))).toEqual([
    [4, 3],
    [2, 1],
  ]);
  expect(second.next).toBeUndefined();
});

test("findLetters: looks at so many, and ends when nobody waits", async () => {
  const { log } = await aDeadLog(died);
  const bounded = await findLetters(log, { filter: { topic: "searches" }, limit, mostLooked: 2 });
  expect(bounded).toMatchObject({ letters: [{ offset: 3 }], looked: 2 });
  const rest = await findLetters(log, { filter: { topic: "searches" }, limit, from: bounded.next });
  expect(rest).toMatchObject({ letters: [{ offset: 2 }, { offset: 1 }], next: undefined });
  expect(await findLetters(log, { filter: {}, limit, signal: AbortSignal.abort() })).toMatchObject({ looked: 0 });
});

test("findLetter: by its id", async () => {
  const { log } = await aDeadLog(died);
  expect(await findLetter(log, "labels-0-4")).toMatchObject({ topic: "labels", offset: 4 });
  expect(await findLetter(log, "labels-0-5")).toBeUndefined();
});

test("letterReasons: counts what letters died of, most frequent first", async () => {
  const { log } = await aDeadLog(died);
  const searches = { stage: "decode", topic: "searches", reason: "# bytes are too short" };
  expect(await letterReasons(log, {})).toEqual({
    reasons: [
      { ...searches, letters: 2, newest: 6_000 },
      { ...searches, topic: "labels", letters: 1, newest: 8_000 },
      { stage: "score", topic: "searches", reason: "no model", letters: 1, newest: 7_000 },
    ],
    looked: 4,
    isWhole: true,
  });
  expect(await letterReasons(log, { mostLooked: 1 })).toMatchObject({ looked: 1, isWhole: false });
});
