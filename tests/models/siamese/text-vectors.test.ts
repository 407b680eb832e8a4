import { expect, test } from "vitest";
import type { Progress } from "../../../models/model.ts";
import { encoderEmbedder } from "../../../models/siamese/encoder-embedder.ts";
import { embedRows } from "../../../models/siamese/text-vectors.ts";
import { fakeEncoder, sentenceVector } from "../../support/fake-encoder.ts";
import { pairTexts } from "../../support/pair-texts.ts";
import { quietRun } from "../../support/training-run.ts";

const rows = pairTexts(Array.from({ length: 300 }, (_, i) => ["a saw", `saw number ${i}`] as const));

test("embedRows: makes the vector of each text once, short ones first, in portions", async () => {
  const { asked, openEncoder } = fakeEncoder();
  const told: Progress[] = [];
  const run = quietRun({ progress: (progress) => told.push(progress) });
  const vectors = await embedRows([rows, undefined, rows], encoderEmbedder(await openEncoder("here")), run);
  expect(asked).toHaveLength(301);
  expect(asked.map((raw) => raw.length)).toEqual(asked.map((raw) => raw.length).toSorted((a, b) => a - b));
  expect(vectors.get("saw number 17")).toEqual(sentenceVector("saw number 17"));
  expect(told).toEqual([
    { share: 0, doing: "encoding text 1 of 301" },
    { share: 256 / 301, doing: "encoding text 257 of 301" },
  ]);
});

test("embedRows: ends between two portions when asked to", async () => {
  const { asked, openEncoder } = fakeEncoder();
  const end = new AbortController();
  const run = quietRun({ signal: end.signal, progress: () => end.abort(new Error("enough")) });
  await expect(embedRows([rows], encoderEmbedder(await openEncoder("here")), run)).rejects.toThrow("enough");
  expect(asked).toHaveLength(256);
});
