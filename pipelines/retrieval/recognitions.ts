import type { Entry, EventLog } from "../../connectors/event-log.ts";
import { decodeVector } from "../../models/embedding/vector-bytes.ts";
import { VectorIndex } from "../../models/retrieval/vector-index.ts";
import { checks } from "../../schemas/checks.ts";
import { codecs } from "../../schemas/codec.ts";
import type { RecognisedProduct } from "../../schemas/generated/events.ts";
import { readNews } from "./read-news.ts";

/** What a product was recognised as. */
export type Recognition = Omit<RecognisedProduct, "vector">;

/** A product whose vector is like that of another one. */
export interface LikeProduct {
  readonly productId: string;
  /** The cosine of both vectors. */
  readonly likeness: number;
}

/** The vectors of one model, by the numbers of products. */
interface Space {
  readonly index: VectorIndex;
  size: number;
}

/** What products were recognised as, as the `recognitions` topic has it: in memory, each process for itself. */
export class Recognitions {
  readonly #news: () => AsyncGenerator<readonly Entry[]>;
  readonly #found = new Map<string, Recognition>();
  /** The number of each product that ever was there. */
  readonly #numbers = new Map<string, number>();
  readonly #products: string[] = [];
  /** Vectors are compared only with those of the same model; while products pass to another one there are two. */
  readonly #spaces = new Map<string, Space>();
  #catchingUp: Promise<void> | undefined;

  /** Reads nothing yet: `catchUp` does. */
  constructor(log: EventLog) {
    this.#news = readNews(log, "recognitions");
  }

  /** Reads what is new; at first everything. Throws LOG_UNAVAILABLE. */
  catchUp(): Promise<void> {
    this.#catchingUp ??= this.#read().finally(() => {
      this.#catchingUp = undefined;
    });
    return this.#catchingUp;
  }

  /** What a product was recognised as; undefined where it was not. */
  of(productId: string): Recognition | undefined {
    return this.#found.get(productId);
  }

  /** The products that look and read most like one, the most alike first, as far as the same model recognised them; none where it was not recognised. */
  async like(productId: string, limit: number): Promise<readonly LikeProduct[]> {
    const space = this.#found.get(productId)?.space;
    const { index } = (space === undefined ? undefined : this.#spaces.get(space)) ?? {};
    const vector = index?.vectorOf(this.#numbers.get(productId)!);
    if (index === undefined || vector === undefined) return [];
    const { documents, scores } = await index.search({ space: index.space, vector }, limit + 1);
    return Array.from(documents, (document, place) => ({
      productId: this.#products[document]!,
      likeness: scores[place]!,
    }))
      .filter((other) => other.productId !== productId)
      .slice(0, limit);
  }

  async close(): Promise<void> {
    await this.#catchingUp?.catch(() => {});
    for (const { index } of this.#spaces.values()) await index.close();
  }

  async #read(): Promise<void> {
    for await (const entries of this.#news())
      for (const { key, value } of entries) {
        if (value === null) await this.#forget(key ?? "");
        else await this.#remember(value);
      }
  }

  /** What can't be read is passed over. */
  async #remember(value: Uint8Array): Promise<void> {
    const decoded = codecs.recognitions.decode(value);
    if ("error" in decoded || checks.recognitions?.(decoded.event) !== undefined) return;
    const { vector, ...recognition } = decoded.event;
    const { productId, category, space } = recognition;
    await this.#forget(productId);
    this.#found.set(productId, recognition);
    // nothing was seen of it, so its vector says nothing
    if (category === null) return;
    const kept = this.#spaces.get(space) ?? this.#open(space, vector.length / 4);
    kept.index.set(this.#numberOf(productId), { space, vector: decodeVector(vector) });
    kept.size++;
  }

  #open(space: string, dimensions: number): Space {
    const opened = { index: new VectorIndex({ space, dimensions }), size: 0 };
    this.#spaces.set(space, opened);
    return opened;
  }

  #numberOf(productId: string): number {
    const known = this.#numbers.get(productId);
    if (known !== undefined) return known;
    this.#numbers.set(productId, this.#products.length);
    return this.#products.push(productId) - 1;
  }

  async #forget(productId: string): Promise<void> {
    const before = this.#found.get(productId);
    this.#found.delete(productId);
    const kept = before?.category == null ? undefined : this.#spaces.get(before.space);
    if (kept === undefined) return;
    kept.index.delete(this.#numbers.get(productId)!);
    kept.size--;
    if (kept.size > 0) return;
    this.#spaces.delete(before!.space);
    await kept.index.close();
  }
}
