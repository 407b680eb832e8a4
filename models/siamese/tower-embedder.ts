import { BoundedCache } from "../bounded-cache.ts";
import type { EmbeddableText, TextEmbedder } from "../embedding/embedder.ts";
import { numbersOf, type Session } from "../net/session.ts";
import { keptOfCatalog } from "../text/analyse.ts";
import type { TextTokens } from "./text-tokens.ts";
import type { Tower } from "./tower.ts";

/** A tower that is ready to embed. */
export interface ServedTower {
  readonly tower: Tower;
  readonly tokens: TextTokens;
  readonly session: Session;
  readonly space: string;
}

/** What is kept of a text: once worked out, its vector. */
interface Kept {
  vector?: Float32Array;
}

/** A text whose vector is to be worked out. */
interface Read {
  readonly kept: Kept;
  readonly tokens: readonly number[];
}

/** A title that its analyser keeps has its vector kept, too. */
const mostCached = 2 * keptOfCatalog;
const cachedNumbers = 16_000_000;

/** Embeds with a trained tower. Vectors are kept by what was read of a text, up to 64 MB; a text in which there is nothing to read gives zeros. */
export function towerEmbedder({ tower, tokens, session, space }: ServedTower): TextEmbedder {
  const { dimensions } = tower;
  const capacity = Math.max(2, Math.min(mostCached, Math.floor(cachedNumbers / dimensions)));
  const cache = new BoundedCache<string, Kept>(capacity);
  return {
    space,
    dimensions,
    async embed(texts) {
      const kept = texts.map((text) => cache.getOrMake(tokens.key(text, tower.longest), () => ({})));
      const missing = new Map<Kept, EmbeddableText>();
      for (const [place, each] of kept.entries()) if (each.vector === undefined) missing.set(each, texts[place]!);
      const reads = Array.from(missing, ([kept, text]) => ({ kept, tokens: tokens.of(text, tower.longest) }));
      await embedAll(reads, { tower, session });
      return kept.map(({ vector }) => vector!);
    },
    close: async () => {},
  };
}

/** Fills in the vectors, texts of like length together. */
async function embedAll(reads: readonly Read[], served: Pick<ServedTower, "tower" | "session">): Promise<void> {
  const byLength = [...reads].sort((a, b) => a.tokens.length - b.tokens.length);
  const firstRead = byLength.findIndex(({ tokens }) => tokens.length > 0);
  const empty = byLength.slice(0, firstRead < 0 ? byLength.length : firstRead);
  for (const { kept } of empty) kept.vector = new Float32Array(served.tower.dimensions);
  const { textsPerRun } = served.tower;
  for (let start = empty.length; start < byLength.length; start += textsPerRun) {
    await embedBatch(byLength.slice(start, start + textsPerRun), served);
  }
}

async function embedBatch(
  reads: readonly Read[],
  { tower, session }: Pick<ServedTower, "tower" | "session">,
): Promise<void> {
  const { vector } = await session.run(
    tower.servingInputs({ text: reads.map(({ tokens }) => tokens) }, session.inputShapes.text![1]!),
  );
  const numbers = numbersOf(vector!);
  for (const [row, { kept }] of reads.entries()) {
    // views of one buffer: to allocate each vector by itself costs more than to copy it
    kept.vector = numbers.subarray(row * tower.dimensions, (row + 1) * tower.dimensions);
  }
}
