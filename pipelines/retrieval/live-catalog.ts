import type { EventLog } from "../../connectors/event-log.ts";
import { othersTurn } from "../../models/others-turn.ts";
import type { CatalogProduct } from "../../schemas/generated/events.ts";
import type { CurrentModel, LiveModel } from "../live-models.ts";
import { KeptProducts } from "./kept-products.ts";
import { Lent } from "./lent.ts";
import { ProductIndex } from "./product-index.ts";
import { type CatalogChange, readCatalog } from "./read-catalog.ts";

/** Products that are read before the event loop gets its turn; the built-in embedder takes about 10 ms for them. */
const productsAtOnce = 200;

/** An index, and a model that reads as its products were read. */
export interface Searchable {
  readonly index: ProductIndex;
  readonly live: LiveModel;
}

/**
 * The products of the `catalog` topic, to be searched: kept in memory, and indexed as the champion reads them. When another champion reads
 * otherwise, a second index is built while the first goes on answering, and both take what is new.
 */
export class LiveCatalog {
  readonly #news: () => AsyncGenerator<readonly CatalogChange[]>;
  readonly #models: CurrentModel<LiveModel>;
  readonly #products = new KeptProducts();
  /** What answers: the index, and the model to search it with. */
  #index: Lent<ProductIndex>;
  #live: Lent<LiveModel>;
  #building: Searchable | undefined;
  #catchingUp: Promise<void> | undefined;
  #isClosing = false;

  private constructor(log: EventLog, models: CurrentModel<LiveModel>, { index, live }: Searchable) {
    this.#news = readCatalog(log);
    this.#models = models;
    this.#index = new Lent(index);
    this.#live = new Lent(live);
  }

  /** A catalog that nothing was read of yet: `catchUp` does that, and what it has read can be found. Throws what `current` of the models throws. */
  static async open(log: EventLog, models: CurrentModel<LiveModel>): Promise<LiveCatalog> {
    const live = await models.current();
    return new LiveCatalog(log, models, { live, index: new ProductIndex(live) });
  }

  /** How many products the shop sells, as far as they were read. */
  get size(): number {
    return this.#products.size;
  }

  /** Short for which products there are, with which titles and categories; equal after a restart. */
  get fingerprint(): string {
    return this.#products.fingerprint;
  }

  /** Does some work with the index that answers now. */
  use<Result>(work: (searchable: Searchable) => Promise<Result>): Promise<Result> {
    return this.#index.use((index) => this.#live.use((live) => work({ index, live })));
  }

  /** Reads what is new, and indexes everything anew if the champion asks for it; resolves when there is nothing left to do. Throws LOG_UNAVAILABLE. */
  catchUp(): Promise<void> {
    this.#catchingUp ??= this.#bringUp().finally(() => {
      this.#catchingUp = undefined;
    });
    return this.#catchingUp;
  }

  /** Ends what is under way, half done as it may be, and closes the index. */
  async close(): Promise<void> {
    this.#isClosing = true;
    await this.#catchingUp?.catch(() => {});
    await this.#retireLive(this.#live);
    await this.#index.retire(() => this.#index.thing.close());
  }

  async #bringUp(): Promise<void> {
    await this.#readNews();
    const live = await this.#models.current();
    if (this.#index.thing.isReadBy(live)) await this.#searchWith(live);
    else await this.#rebuild(live);
    while (!this.#isClosing && !(await this.#index.thing.settle())) await this.#readNews();
  }

  async #readNews(): Promise<void> {
    for await (const changes of this.#news())
      for (let first = 0; first < changes.length; first += productsAtOnce) {
        if (this.#isClosing) return;
        await this.#apply(changes.slice(first, first + productsAtOnce));
        await othersTurn();
      }
  }

  /** Of several changes of one product the last counts. */
  async #apply(changes: readonly CatalogChange[]): Promise<void> {
    const last = new Map(changes.map(({ productId, product }) => [productId, product]));
    const put: CatalogProduct[] = [];
    for (const [productId, product] of last) {
      if (product === undefined) this.#products.delete(productId);
      else put.push(this.#products.put(product));
    }
    const answering = { index: this.#index.thing, live: this.#live.thing };
    for (const { index, live } of this.#building ? [answering, this.#building] : [answering]) {
      await index.put(put, live);
      for (const [productId, product] of last) if (product === undefined) index.delete(productId);
    }
  }

  async #rebuild(live: LiveModel): Promise<void> {
    const index = new ProductIndex(live);
    this.#building = { index, live };
    try {
      for (const slice of slices(this.#products, productsAtOnce)) {
        if (this.#isClosing) break;
        await index.put(slice, live);
        await othersTurn();
        await this.#readNews();
      }
    } catch (error) {
      this.#models.release?.(live);
      await index.close();
      throw error;
    } finally {
      this.#building = undefined;
    }
    const before = this.#index;
    this.#index = new Lent(index);
    await this.#searchWith(live);
    await before.retire(() => before.thing.close());
  }

  async #searchWith(live: LiveModel): Promise<void> {
    const before = this.#live;
    this.#live = new Lent(live);
    await this.#retireLive(before);
  }

  #retireLive(lent: Lent<LiveModel>): Promise<void> {
    return lent.retire(async () => this.#models.release?.(lent.thing));
  }
}

/** The products in slices, each as it is when its turn comes. */
function* slices(products: KeptProducts, size: number): Generator<readonly CatalogProduct[]> {
  let slice: CatalogProduct[] = [];
  for (const product of products.values()) {
    slice.push(product);
    if (slice.length < size) continue;
    yield slice;
    slice = [];
  }
  if (slice.length > 0) yield slice;
}
