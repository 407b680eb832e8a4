import type { SentenceEncoder } from "../../models/embedding/sentence-encoder.ts";
import { toUnitLength } from "../../models/embedding/similarity.ts";
import { hashText } from "../../models/hash.ts";
import type { Surroundings } from "../../models/model.ts";
import { seededRandom } from "../../models/random.ts";

/** An encoder of 8 numbers whose vector of a text is the sum of one for each word, drawn by the word's hash. It tells what it was asked. */
export function fakeEncoder(name = "fake-1", dimensions = 8) {
  const asked: string[] = [];
  const wishes: unknown[] = [];
  const counts = { opened: 0, closed: 0 };
  const encoder: SentenceEncoder = {
    ...{ name, source: `/encoders/${name}`, dimensions },
    async encode(texts) {
      asked.push(...texts);
      return texts.map((text) => sentenceVector(text, dimensions));
    },
    async close() {
      counts.closed++;
    },
  };
  const openEncoder: Surroundings["openEncoder"] = async (source, wish) => {
    wishes.push([source, wish]);
    counts.opened++;
    return encoder;
  };
  return { asked, wishes, counts, openEncoder };
}

/** The vector of length 1 that a fake encoder gives a text; zeros for a blank one. */
export function sentenceVector(text: string, dimensions = 8): Float32Array {
  const vector = new Float32Array(dimensions);
  for (const word of text.split(" ").filter((word) => word !== "")) {
    const random = seededRandom(hashText(word));
    for (let i = 0; i < dimensions; i++) vector[i]! += random.uniform() - 0.5;
  }
  return toUnitLength(vector);
}
