import { expect, test } from "vitest";
import type { EmbeddableText } from "../../../models/embedding/embedder.ts";
import { createHashedNgrams } from "../../../models/embedding/hashed-ngrams.ts";
import { cosine } from "../../../models/embedding/similarity.ts";
import { seededRandom } from "../../../models/random.ts";
import { emptyVocabulary } from "../../../models/text/learn-vocabulary.ts";

/** A text of words that are their own stems; words in brackets are stop words. */
function text(words: string): EmbeddableText {
  const list = words.split(" ").filter((word) => word !== "");
  return {
    raw: words,
    words: list.map((word) => word.replace(/[()]/g, "")),
    stems: list.map((word) => (word.startsWith("(") ? "" : word)),
  };
}

const embedder = createHashedNgrams(emptyVocabulary);
const embed = async (words: string) => (await embedder.embed([text(words)]))[0]!;
const likeness = async (first: string, second: string) => cosine(await embed(first), await embed(second));

test("createHashedNgrams: names its space after the vocabulary", () => {
  expect(embedder.space).toBe("hashed-ngrams-128-1/none");
  expect(createHashedNgrams({ ...emptyVocabulary, name: "v-1" }).space).toBe("hashed-ngrams-128-1/v-1");
});

test("embed: gives one vector of unit length per text, zeros without words", async () => {
  const vectors = await embedder.embed([text("angle bracket"), text(""), text("(the)"), text("x".repeat(1000))]);
  expect(vectors.map((vector) => vector.length)).toEqual([128, 128, 128, 128]);
  const lengths = vectors.map((vector) => Math.hypot(...vector));
  expect([1, 0, 1, 1].map((length, i) => Math.abs(length - lengths[i]!) < 1e-6)).toEqual([true, true, true, true]);
});

test("embed: equal texts give equal vectors, whatever was embedded before", async () => {
  const fresh = await createHashedNgrams(emptyVocabulary).embed([text("steel angle bracket")]);
  await embed("bracket steel angle");
  expect(await embed("steel angle bracket")).toEqual(fresh[0]);
});

test("embed: equal words make texts alike, other words do not", async () => {
  expect(await likeness("angle bracket steel", "angle bracket zinc")).toBeGreaterThan(0.4);
  expect(Math.abs(await likeness("angle bracket steel", "white paint gallon"))).toBeLessThan(0.35);
});

test("embed: a misspelt word is nearer than another one, the same order nearer than the other", async () => {
  const others = ["paint", "hammer", "carpet", "toilet", "ladder", "plywood"];
  const toOthers = await Promise.all(others.map((other) => likeness("dishwasher", other)));
  const meanToOthers = toOthers.reduce((sum, value) => sum + value, 0) / others.length;
  expect(await likeness("dishwasher", "dishwaser")).toBeGreaterThan(meanToOthers + 0.15);
  expect(await likeness("light bulb", "light bulb")).toBeGreaterThan(await likeness("light bulb", "bulb light"));
  expect(await likeness("light bulb", "bulb light")).toBeGreaterThan(0.7);
});

test("embed: a stop word counts little, a rare stem much", async () => {
  expect(await likeness("hammer (with)", "hammer")).toBeGreaterThan(0.98);
  const idf = (stem: string) => (stem === "rare" ? 10 : 1);
  const [both, rare, common] = await createHashedNgrams({ ...emptyVocabulary, idf }).embed([
    text("rare common"),
    text("rare"),
    text("common"),
  ]);
  expect(cosine(both!, rare!)).toBeGreaterThan(0.9);
  expect(cosine(both!, common!)).toBeLessThan(0.5);
});

test("embed: texts without anything in common are unrelated on average, as random directions in 128 dimensions are", async () => {
  const random = seededRandom(9);
  const word = () => Array.from({ length: 8 }, () => String.fromCharCode(0x4e00 + random.int(5000))).join("");
  const cosines: number[] = [];
  for (let i = 0; i < 500; i++) cosines.push(await likeness(`${word()} ${word()}`, `${word()} ${word()}`));
  const mean = cosines.reduce((sum, value) => sum + value, 0) / cosines.length;
  const spread = Math.sqrt(cosines.reduce((sum, value) => sum + value * value, 0) / cosines.length);
  expect(Math.abs(mean)).toBeLessThan(0.02);
  // One over the root of 128.
  expect(spread).toBeGreaterThan(0.07);
  expect(spread).toBeLessThan(0.11);
});
