import type { EmbeddableText, TextEmbedder } from "../../models/embedding/embedder.ts";
import type { FeatureRows, Model, PairTexts, PairVectors } from "../../models/model.ts";
import type { JudgedRows } from "./judged-rows.ts";

/** Vectors of about this many rows are held at once. */
const rowsPerBatch = 4_000;

/** The score of every row, each search whole in one batch as a stream has it; a model that brings its own embedder embeds the texts first. */
export async function scoreRows(model: Model, rows: JudgedRows): Promise<Float32Array> {
  const scores = new Float32Array(rows.features.count);
  for (let first = 0, end: number; first < scores.length; first = end) {
    end = endOfSearch(rows, first + rowsPerBatch);
    scores.set(await model.score(await batchOf(model, rows, first, end)), first);
  }
  return scores;
}

/** The row behind the last of its search: this one, or the next where a search ends. */
function endOfSearch({ features, searches }: JudgedRows, from: number): number {
  let end = Math.min(from, features.count);
  while (end < features.count && searches[end] === searches[end - 1]) end++;
  return end;
}

/** Rows from `first` to before `end`, with the vectors that the model compares. */
async function batchOf(model: Model, rows: JudgedRows, first: number, end: number): Promise<FeatureRows> {
  const { features, searches } = rows;
  const width = features.names.length;
  const texts = {
    texts: rows.texts.texts,
    query: rows.texts.query.subarray(first, end),
    title: rows.texts.title.subarray(first, end),
  };
  return {
    ...features,
    values: features.values.subarray(first * width, end * width),
    count: end - first,
    texts,
    searches: searches.subarray(first, end),
    ...(model.embedder && { vectors: await vectorsOf(model.embedder, texts) }),
  };
}

/** The vectors of rows; each text is embedded once. */
async function vectorsOf(embedder: TextEmbedder, { texts, query, title }: PairTexts): Promise<PairVectors> {
  const places = new Map<number, number>();
  const wanted: EmbeddableText[] = [];
  for (const place of [...query, ...title]) {
    if (places.has(place)) continue;
    places.set(place, wanted.length);
    wanted.push(texts[place]!);
  }
  const vectors = await embedder.embed(wanted);
  const vectorOf = (place: number) => vectors[places.get(place)!]!;
  return { query: Array.from(query, vectorOf), title: Array.from(title, vectorOf) };
}
