import { hashText, mixBits } from "../../models/hash.ts";
import { othersTurn } from "../../models/others-turn.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { CatalogOnDemand } from "../retrieval/catalog-on-demand.ts";
import type { ProductIndex } from "../retrieval/product-index.ts";
import type { MapProducts, MapProgress, MapSubject } from "./compose-map.ts";
import { type DrawCatalog, drawInThread } from "./draw-in-thread.ts";
import { keptMaps } from "./kept-maps.ts";

/** The map of the catalog as it is known now: drawn, perhaps of a catalog of before; or how far the first one is. */
export type KnownMap =
  | {
      /** The map as JSON in UTF-8, a `CatalogMap`. */
      readonly map: Uint8Array;
      /** Whether the catalog, and what the champion makes of it, is still what was drawn. */
      readonly isCurrent: boolean;
      /** How far the next one is, where one is drawn. */
      readonly progress: MapProgress | undefined;
    }
  | { readonly map: undefined; readonly progress: MapProgress };

/** Maps of the catalog, drawn when somebody asks, one at a time. */
export interface CatalogMaps {
  /** The map, without waiting for the catalog to be read or for one to be drawn. Throws once what the last reading or drawing failed of. */
  get(): Promise<KnownMap>;
  close(): Promise<void>;
}

/** What maps are drawn of, and where they are kept. */
export interface CatalogMapsOptions {
  readonly catalog: CatalogOnDemand;
  readonly folder: string;
  /** In a thread of its own unless said. */
  readonly draw?: DrawCatalog;
  /** Products on a map at most; 100,000 unless said: of a larger catalog, some that are drawn by their ids. */
  readonly mostProducts?: number;
  /** Told when a map can't be kept: it is shown, and drawn again after a restart. */
  readonly notice: (text: string) => void;
}

const usualMost = 100_000;
/** Products that are handed to the thread before others get their turn. */
const productsAtOnce = 1_000;

/** A map, and the space and version that it is of. */
interface HeldMap {
  readonly key: string;
  readonly map: Uint8Array;
}

/** Opens nothing yet. */
export function catalogMaps({
  catalog: onDemand,
  folder,
  draw = drawInThread,
  mostProducts = usualMost,
  notice,
}: CatalogMapsOptions): CatalogMaps {
  const kept = keptMaps(folder);
  const stop = new AbortController();
  let held: HeldMap | undefined;
  let isRead = false;
  let isReading = false;
  let drawing: Promise<void> | undefined;
  let progress: MapProgress | undefined;
  let failure: { readonly error: unknown } | undefined;

  async function get(): Promise<KnownMap> {
    if (!isRead) {
      throwFailure();
      if (!isReading) void readNow();
      return { map: undefined, progress: unread };
    }
    const catalog = await onDemand.get();
    const key = keyOf(await catalog.use(async ({ index }) => subjectOf(index, catalog.fingerprint)));
    if (held?.key !== key && drawing === undefined) await findOrDraw(key);
    throwFailure();
    if (held === undefined) return { map: undefined, progress: progress ?? begun };
    return { map: held.map, isCurrent: held.key === key, progress };
  }

  async function readNow(): Promise<void> {
    isReading = true;
    try {
      await onDemand.get();
      isRead = true;
    } catch (error) {
      failure = { error };
    } finally {
      isReading = false;
    }
  }

  async function findOrDraw(key: string): Promise<void> {
    const map = await kept.find(key);
    if (map !== undefined) held = { key, map };
    // somebody else may have begun meanwhile
    else if (drawing === undefined && !stop.signal.aborted) drawing = drawNow();
  }

  async function drawNow(): Promise<void> {
    progress = begun;
    try {
      const catalog = await onDemand.get();
      const drawn = await catalog.use(async ({ index }) => {
        const subject = subjectOf(index, catalog.fingerprint);
        const map = await draw(slicesOf(index, mostProducts), subject, (now) => (progress = now), stop.signal);
        return { key: keyOf(subject), map };
      });
      held = drawn;
      progress = undefined;
      await keep(drawn);
    } catch (error) {
      if (!stop.signal.aborted) failure = { error };
    } finally {
      progress = undefined;
      drawing = undefined;
    }
  }

  async function keep({ key, map }: HeldMap): Promise<void> {
    try {
      await kept.keep(key, map);
    } catch (error) {
      if (!(error instanceof TwinstreamError)) throw error;
      notice(`the map of the catalog is shown, and drawn again after a restart: ${error.message}`);
    }
  }

  function throwFailure(): void {
    if (failure === undefined) return;
    const { error } = failure;
    failure = undefined;
    throw error;
  }

  return {
    get,
    async close() {
      stop.abort(new Error("the maps are closed"));
      await drawing;
    },
  };
}

const unread: MapProgress = { share: 0, doing: "reading the catalog" };
const begun: MapProgress = { share: 0, doing: "reading the vectors" };

function subjectOf(index: ProductIndex, version: string): MapSubject {
  return { space: index.space, dimensions: index.dimensions, version, products: index.size };
}

function keyOf({ space, version }: MapSubject): string {
  return JSON.stringify([space, version]);
}

/** The products of an index, or about so many that are drawn by the hashes of their ids: whatever their order, the same ones. */
async function* slicesOf(index: ProductIndex, most: number): AsyncGenerator<MapProducts> {
  const share = most / index.size;
  let ids: string[] = [];
  for (const id of index.productIds()) {
    if (share < 1 && mixBits(hashText(id)) / 2 ** 32 >= share) continue;
    ids.push(id);
    if (ids.length < productsAtOnce) continue;
    yield sliceOf(index, ids);
    ids = [];
    await othersTurn();
  }
  yield sliceOf(index, ids);
}

function sliceOf(index: ProductIndex, ids: readonly string[]): MapProducts {
  const found = ids.flatMap((id) => index.product(id) ?? []);
  const vectors = new Float32Array(found.length * index.dimensions);
  for (const [place, { vector }] of found.entries()) vectors.set(vector, place * index.dimensions);
  return {
    ids: found.map(({ product }) => product.productId),
    titles: found.map(({ product }) => product.title),
    categories: found.map(({ product }) => product.category),
    vectors,
  };
}
