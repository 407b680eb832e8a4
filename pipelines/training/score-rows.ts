import type { EmbeddableText, TextEmbedder } from "../../models/embedding/embedder.ts";
import type { Model, PairVectors } from "../../models/model.ts";
import type { JudgedRows } from "./judged-rows.ts";

/** Vectors of this many rows are held at once. */
const rowsPerBatch = 4_000;

/** The score of every row; a model that brings its own embedder embeds the texts first. */
export async function scoreRows(model: Model, rows: JudgedRows): Promise<Float32Array> {
  if (model.embedder === undefined) return model.score(rows.features);
  const { values, names, count } = rows.features;
  const scores = new Float32Array(count);
  for (let first = 0; first < count; first += rowsPerBatch) {
    const end = Math.min(count, first + rowsPerBatch);
    const batch = {
      ...rows.features,
      values: values.subarray(first * names.length, end * names.length),
      count: end - first,
      vectors: await vectorsOf(model.embedder, rows, first, end),
    };
    scores.set(await model.score(batch), first);
  }
  return scores;
}

/** The vectors of rows from `first` to before `end`; each text is embedded once. */
async function vectorsOf(
  embedder: TextEmbedder,
  { texts }: JudgedRows,
  first: number,
  end: number,
): Promise<PairVectors> {
  const [query, title] = [texts.query.subarray(first, end), texts.title.subarray(first, end)];
  const places = new Map<number, number>();
  const wanted: EmbeddableText[] = [];
  for (const place of [...query, ...title]) {
    if (places.has(place)) continue;
    places.set(place, wanted.length);
    wanted.push(texts.texts[place]!);
  }
  const vectors = await embedder.embed(wanted);
  const vectorOf = (place: number) => vectors[places.get(place)!]!;
  return { query: Array.from(query, vectorOf), title: Array.from(title, vectorOf) };
}
