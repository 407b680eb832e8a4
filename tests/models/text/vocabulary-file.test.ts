import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { emptyVocabulary, learnVocabulary, loadVocabulary } from "../../../models/text/learn-vocabulary.ts";

const vocabulary = learnVocabulary([
  { text: "Brass Door Knob 1/2 in.", kind: "title" },
  { text: "Brass Door Bell дрель", kind: "title" },
  { text: "brass door", kind: "query" },
]);

test("vocabulary file: reads back what was saved", () => {
  const loaded = loadVocabulary(vocabulary.save());
  expect([loaded.name, loaded.texts]).toEqual([vocabulary.name, 3]);
  expect(new Map(loaded.entries())).toEqual(new Map(vocabulary.entries()));
  expect(loaded.count("дрель")).toBe(1);
  expect(loaded.pairCount("brass", "door")).toBe(3);
  expect(loaded.idf("knob")).toBe(vocabulary.idf("knob"));
  expect(loaded.save()).toEqual(vocabulary.save());
});

test("vocabulary file: how titles are built comes back too", () => {
  const loaded = loadVocabulary(vocabulary.save());
  expect(loaded.meanTitleStems).toBe(vocabulary.meanTitleStems);
  expect(loaded.meanTitleStems).toBe(4);
  expect([loaded.headCount("knob"), loaded.headCount("brass"), loaded.textCount("brass")]).toEqual([1, 0, 3]);
});

test("vocabulary file: one of version 1 loads, keeps its name and bytes, and knows nothing of titles", () => {
  const tables = "texts 2\nwords 1\nlamp 3\nstems 1\nlamp 2\npairs 0\n";
  const name = `v-${createHash("sha256").update(tables).digest("hex").slice(0, 8)}`;
  const bytes = new TextEncoder().encode(`twinstream-vocabulary 1 ${name}\n${tables}`);
  const loaded = loadVocabulary(bytes);
  expect([loaded.name, loaded.texts, loaded.count("lamp"), loaded.idf("lamp")]).toEqual([name, 2, 3, 1]);
  expect([loaded.meanTitleStems, loaded.startCount("lamp"), loaded.headCount("lamp")]).toEqual([0, 0, 0]);
  expect(loaded.save()).toEqual(bytes);
});

test("vocabulary file: the empty one knows nothing and weighs every stem 1", () => {
  const loaded = loadVocabulary(emptyVocabulary.save());
  for (const empty of [emptyVocabulary, loaded]) {
    expect([empty.name, empty.texts, empty.count("door"), empty.idf("door"), empty.pairCount("a", "b")]).toEqual([
      "none",
      0,
      0,
      1,
      0,
    ]);
  }
});

test("vocabulary file: refuses anything that is damaged", () => {
  const bytes = vocabulary.save();
  const flipped = Uint8Array.from(bytes, (byte, index) => (index === 60 ? byte ^ 1 : byte));
  for (const damaged of [
    new Uint8Array(),
    bytes.slice(0, -20),
    bytes.slice(5),
    flipped,
    new Uint8Array(100).fill(255),
  ]) {
    expect(() => loadVocabulary(damaged)).toThrow(expect.objectContaining({ code: "DATA_DAMAGED" }));
  }
});
