import type { PairTexts, PairVectors } from "../model.ts";
import type { TextEmbedder } from "./embedder.ts";

/** The vectors of rows by an embedder, which is given each text once. */
export async function embedPairs(
  embedder: Pick<TextEmbedder, "embed">,
  { texts, query, title }: PairTexts,
): Promise<PairVectors> {
  const places = [...new Set([...query, ...title])];
  const made = await embedder.embed(places.map((place) => texts[place]!));
  const vectors = new Map(places.map((place, i) => [place, made[i]!]));
  const vectorOf = (place: number) => vectors.get(place)!;
  return { query: Array.from(query, vectorOf), title: Array.from(title, vectorOf) };
}
