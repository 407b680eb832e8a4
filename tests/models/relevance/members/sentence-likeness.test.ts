import { expect, test } from "vitest";
import { cosine } from "../../../../models/embedding/similarity.ts";
import { encodeSafetensors } from "../../../../models/net/safetensors.ts";
import { sentenceLikeness } from "../../../../models/relevance/members/sentence-likeness.ts";
import { relevance } from "../../../../models/relevance/relevance.ts";
import { fakeEncoder, sentenceVector } from "../../../support/fake-encoder.ts";
import { pairTexts } from "../../../support/pair-texts.ts";
import { bareSurroundings, quietRun } from "../../../support/training-run.ts";

const file = "sentence-ridge.safetensors";
const things = ["door", "paint", "fan", "saw", "tap", "light"];
const pairs = things.flatMap((query) => things.map((title) => [query, `steel ${title}`] as const));
const rows = {
  ...{ featureSet: "test-1", names: [], values: new Float32Array(), count: pairs.length, labelMin: 1, labelMax: 3 },
  grades: Float32Array.from(pairs, ([query, title]) => (title === `steel ${query}` ? 3 : 1)),
  texts: pairTexts(pairs),
};
const folds = Uint8Array.from(pairs, (_, row) => Math.floor(row / things.length) % 3);
const config = { ...relevance.defaults, encoder: "here", dtype: "q8" };

async function learned() {
  const { openEncoder, ...told } = fakeEncoder();
  const fitted = await sentenceLikeness.fit(rows, folds, config, quietRun({ openEncoder }));
  return { ...fitted, ...told };
}

test("sentenceLikeness: gives a ridge's grade and the cosine of each pair, from texts that it encodes once", async () => {
  const { member, outOfFold, asked, wishes } = await learned();
  const columns = await member.columns(rows);
  for (const [row, [query, title]] of pairs.entries()) {
    const likeness = cosine(sentenceVector(query), sentenceVector(title));
    expect([columns[2 * row + 1], outOfFold[2 * row + 1]]).toEqual([
      expect.closeTo(likeness, 5),
      expect.closeTo(likeness, 5),
    ]);
  }
  const grades = columns.filter((_, at) => at % 2 === 0);
  const of = (grade: number) => grades.filter((_, row) => rows.grades[row] === grade);
  expect(Math.min(...of(3))).toBeGreaterThan(of(1).reduce((sum, value) => sum + value, 0) / of(1).length);
  expect(asked.toSorted()).toEqual([...new Set(pairs.flat())].toSorted());
  expect(wishes).toEqual([["here", { dtype: "q8", threads: 1, remembers: true }]]);
  expect(member.encoder).toBe("fake-1");
});

test("sentenceLikeness: opens its encoder again, and closes it", async () => {
  const { member, counts } = await learned();
  const again = fakeEncoder();
  const loaded = await sentenceLikeness.load(member.save(), { ...bareSurroundings, openEncoder: again.openEncoder });
  expect(await loaded.columns(rows)).toEqual(await member.columns(rows));
  expect(loaded.save()).toEqual(member.save());
  expect(again.wishes).toEqual([["/encoders/fake-1", { dtype: "q8", threads: 1, mayHaveMoved: true }]]);
  await member.close();
  await loaded.close();
  expect([counts.closed, again.counts.closed]).toEqual([1, 1]);
});

test("sentenceLikeness: blank texts are like nothing, and no rows have no columns", async () => {
  const { member } = await learned();
  const texts = pairTexts([["", " "]]);
  const [grade, likeness] = await member.columns({ ...rows, count: 1, texts });
  expect([Number.isFinite(grade), likeness]).toEqual([true, 0]);
  expect(await member.columns({ ...rows, count: 0, texts: pairTexts([]) })).toEqual(new Float32Array());
});

test("sentenceLikeness: damage is told before an encoder is opened, and one that doesn't fit is closed", async () => {
  const saved = (await learned()).member.save()[file]!;
  const weights = (data: Float32Array) => [{ name: "weights", shape: [data.length], data }];
  const known = JSON.stringify({ name: "fake-1", source: "/encoders/fake-1", dtype: "q8" });
  const { openEncoder, counts } = fakeEncoder();
  const load = (bytes: Uint8Array) => sentenceLikeness.load({ [file]: bytes }, { ...bareSurroundings, openEncoder });
  for (const bytes of [
    new Uint8Array(),
    saved.subarray(0, saved.length - 4),
    encodeSafetensors([], { encoder: known }),
    encodeSafetensors(weights(new Float32Array(33)), {}),
    encodeSafetensors(weights(new Float32Array(33)), { encoder: "{" }),
    encodeSafetensors(weights(new Float32Array(33)), { encoder: '{"name":"fake-1"}' }),
    encodeSafetensors(weights(new Float32Array(33).fill(Number.NaN)), { encoder: known }),
  ]) {
    await expect(load(bytes)).rejects.toMatchObject({ code: "DATA_DAMAGED" });
  }
  expect(counts.opened).toBe(0);
  const short = encodeSafetensors(weights(new Float32Array(32)), { encoder: known });
  await expect(load(short)).rejects.toMatchObject({ code: "DATA_DAMAGED" });
  expect(counts).toEqual({ opened: 1, closed: 1 });
});

test("sentenceLikeness: a fit that fails closes the encoder", async () => {
  const { openEncoder, counts } = fakeEncoder();
  const signal = AbortSignal.abort(new Error("enough"));
  await expect(sentenceLikeness.fit(rows, folds, config, quietRun({ openEncoder, signal }))).rejects.toThrow("enough");
  expect(counts).toEqual({ opened: 1, closed: 1 });
});
