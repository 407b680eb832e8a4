import { expect, test } from "vitest";
import { characterTokens, loadCharacterTokens } from "../../../models/siamese/character-tokens.ts";
import { learnWordTokens, loadWordTokens } from "../../../models/siamese/word-tokens.ts";
import { plainText } from "./word-match.ts";

const options = { form: "words", buckets: 10 } as const;
const texts = ["oak shelf oak", "oak lamp", "shelf lamp", "rug"].map(plainText);

test("word tokens: words of enough texts have an id of their own, the others share", () => {
  const tokens = learnWordTokens(texts, 2, options);
  // 0 is no token, 1 to 10 are shared, then lamp, oak and shelf, which are all in two texts
  expect(tokens.of(plainText("lamp oak shelf"), 9)).toEqual([11, 12, 13]);
  expect(tokens.rows).toBe(14);
  const unknown = tokens.of(plainText("rug zzqx a b c d e f"), 9);
  for (const id of unknown) expect(id >= 1 && id <= 10).toBe(true);
  expect(new Set(unknown).size).toBeGreaterThan(1);
});

test("word tokens: are the same for the same texts in another order, and after loading", () => {
  const tokens = learnWordTokens(texts, 1, options);
  expect(learnWordTokens(texts.toReversed(), 1, options).save()).toEqual(tokens.save());
  const loaded = loadWordTokens(tokens.save(), options);
  expect(loaded.rows).toBe(tokens.rows);
  expect(loaded.of(plainText("rug oak new"), 9)).toEqual(tokens.of(plainText("rug oak new"), 9));
  expect(loadWordTokens(learnWordTokens([], 1, options).save(), options).rows).toBe(11);
});

test("word tokens: stems are looked up where there are some", () => {
  const text = { raw: "", words: ["the", "shelves"], stems: ["", "shelv"] };
  const tokens = learnWordTokens([text], 1, { form: "stems", buckets: 10 });
  expect(new TextDecoder().decode(tokens.save())).toBe("shelv\nthe");
});

test("word tokens: a text is cut, and one without words has no tokens", () => {
  const tokens = learnWordTokens(texts, 1, options);
  expect(tokens.of(plainText("oak oak oak"), 2)).toHaveLength(2);
  expect(tokens.of(plainText(""), 2)).toEqual([]);
});

test("character tokens: letters by their place, all unknown ones alike, signs whole", () => {
  const tokens = characterTokens("words");
  expect(tokens.of(plainText("a b"), 9)).toEqual([2, 1, 3]);
  const [omega, chair, ...rest] = tokens.of(plainText("ω🪑"), 9);
  expect(omega).toBe(tokens.rows - 1);
  expect(chair).toBe(omega);
  expect(rest).toEqual([]);
  expect(tokens.of(plainText("abc"), 2)).toEqual([2, 3]);
});

test("character tokens: read the words as analysed, or what was typed", () => {
  const text = { raw: "  Ａ 2x4 ", words: ["ab"], stems: ["ab"] };
  expect(characterTokens("words").of(text, 9)).toEqual([2, 3]);
  const typed = characterTokens("raw").of(text, 9);
  expect(typed).toEqual(characterTokens("raw").of({ ...text, raw: "a 2x4" }, 9));
  expect(typed).toHaveLength(5);
});

test("character tokens: another alphabet is refused", () => {
  const saved = characterTokens("raw").save();
  expect(loadCharacterTokens(saved, "raw").rows).toBe(characterTokens("raw").rows);
  expect(() => loadCharacterTokens(saved.slice(1), "raw")).toThrow("alphabet");
});

test.for([
  ["words", learnWordTokens(texts, 1, options)],
  ["characters", characterTokens("words")],
] as const)(
  "tokens of %s: texts that are read alike have the same key, what is read differently another",
  ([, tokens]) => {
    const [longest, start] = [3, "oak rug lamp"];
    const key = (text: string) => tokens.key(plainText(text), longest);
    expect(key(`${start} ${"shelf ".repeat(50)}oak`)).toBe(key(`${start} ${"shelf ".repeat(50)}rug`));
    for (const other of ["oakrug lamp", "lamp rug oak", "", "🪑 rug lamp"]) expect(key(other)).not.toBe(key(start));
  },
);
