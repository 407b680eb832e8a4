import type { EmbeddableText, TextEmbedder } from "../embedding/embedder.ts";
import type { PairTexts, TrainingRun } from "../model.ts";

/** The vector of a text as it came. */
export type TextVectors = ReadonlyMap<string, Float32Array>;

/** Between two of these a training can be ended. */
const textsPerPortion = 256;

/** The vectors of all texts of some rows, each made once; texts of like length together, which an encoder is fastest with. Throws the signal's reason when it aborts. */
export async function embedRows(
  rows: readonly (PairTexts | undefined)[],
  embedder: TextEmbedder,
  run: Pick<TrainingRun, "signal" | "progress">,
): Promise<TextVectors> {
  const texts = [...textsOf(rows).values()].sort((a, b) => a.raw.length - b.raw.length);
  const vectors = new Map<string, Float32Array>();
  for (let first = 0; first < texts.length; first += textsPerPortion) {
    run.signal.throwIfAborted();
    run.progress({ share: first / texts.length, doing: `encoding text ${first + 1} of ${texts.length}` });
    const portion = texts.slice(first, first + textsPerPortion);
    const made = await embedder.embed(portion);
    portion.forEach(({ raw }, i) => {
      vectors.set(raw, made[i]!);
    });
  }
  return vectors;
}

function textsOf(rows: readonly (PairTexts | undefined)[]): ReadonlyMap<string, EmbeddableText> {
  const found = new Map<string, EmbeddableText>();
  for (const part of rows) {
    for (const place of [...(part?.query ?? []), ...(part?.title ?? [])]) {
      const text = part!.texts[place]!;
      found.set(text.raw, text);
    }
  }
  return found;
}
