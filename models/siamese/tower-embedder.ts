import { BoundedCache } from "../bounded-cache.ts";
import type { TextEmbedder } from "../embedding/embedder.ts";
import { numbersOf, type Session } from "../net/session.ts";
import type { TextTokens } from "./text-tokens.ts";
import type { Tower } from "./tower.ts";

/** A tower that is ready to embed. */
export interface ServedTower {
  readonly tower: Tower;
  readonly tokens: TextTokens;
  readonly session: Session;
  readonly space: string;
}

/** The tokens of a text and, once worked out, its vector. */
interface Read {
  readonly tokens: readonly number[];
  vector?: Float32Array;
}

const textsPerBatch = 128;
const mostCached = 50_000;
const cachedNumbers = 16_000_000;

/** Embeds with a trained tower. Vectors are kept by what was read of a text, up to 64 MB; a text in which there is nothing to read gives zeros. */
export function towerEmbedder({ tower, tokens, session, space }: ServedTower): TextEmbedder {
  const { dimensions } = tower;
  const capacity = Math.max(2, Math.min(mostCached, Math.floor(cachedNumbers / dimensions)));
  const cache = new BoundedCache<string, Read>(capacity);
  return {
    space,
    dimensions,
    async embed(texts) {
      const reads = texts.map((text) => {
        const read = tokens.of(text, tower.longest);
        return cache.getOrMake(read.join(" "), () => ({ tokens: read }));
      });
      await embedAll(new Set(reads.filter(({ vector }) => vector === undefined)), { tower, session });
      return reads.map(({ vector }) => vector!);
    },
    close: async () => {},
  };
}

/** Fills in the vectors, texts of like length together. */
async function embedAll(reads: ReadonlySet<Read>, served: Pick<ServedTower, "tower" | "session">): Promise<void> {
  const byLength = [...reads].sort((a, b) => a.tokens.length - b.tokens.length);
  const firstRead = byLength.findIndex(({ tokens }) => tokens.length > 0);
  const empty = byLength.slice(0, firstRead < 0 ? byLength.length : firstRead);
  for (const read of empty) read.vector = new Float32Array(served.tower.dimensions);
  for (let start = empty.length; start < byLength.length; start += textsPerBatch) {
    await embedBatch(byLength.slice(start, start + textsPerBatch), served);
  }
}

async function embedBatch(
  reads: readonly Read[],
  { tower, session }: Pick<ServedTower, "tower" | "session">,
): Promise<void> {
  const { vector } = await session.run(tower.servingInputs({ text: reads.map(({ tokens }) => tokens) }));
  const numbers = numbersOf(vector!);
  for (const [row, read] of reads.entries()) {
    read.vector = numbers.slice(row * tower.dimensions, (row + 1) * tower.dimensions);
  }
}
