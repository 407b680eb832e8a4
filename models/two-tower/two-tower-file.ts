import type { Artifact } from "../../schemas/artifact.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import { descriptionName, isObject, modelDamage, readDescription, writeDescription } from "../baselines/model-file.ts";
import type { KnownEncoder } from "../embedding/reopen-encoder.ts";
import { decodeSafetensors, encodeSafetensors } from "../net/safetensors.ts";
import type { Weights } from "../net/training-state.ts";
import type { Recent } from "./choices.ts";
import type { KnownNames } from "./item-table.ts";
import { NameRows } from "./name-rows.ts";
import type { ShopItem } from "./shop-item.ts";
import type { TextReader } from "./text-reader.ts";
import { type TwoTowerConfig, twoTowerDefaults } from "./two-tower-config.ts";

/** Everything that a trained two-tower model is made of. */
export interface TwoTowerState {
  readonly config: TwoTowerConfig;
  readonly names: KnownNames;
  readonly weights: Weights;
  /** The catalog at the end of training. */
  readonly items: readonly ShopItem[];
  /** How often each product was chosen by then. */
  readonly counts: Int32Array;
  /** What each visitor had chosen last by then, by the visitor's name. */
  readonly histories: ReadonlyMap<string, Recent>;
  /** The time of the last choice that it knows, milliseconds since 1970 UTC. */
  readonly until: number;
  /** What its texts are read by, which is not its own to close. */
  readonly reader: TextReader;
}

/** A state as its files have it, which name the encoder where there is one. */
export type SavedState = Omit<TwoTowerState, "reader"> & { readonly encoder: KnownEncoder | undefined };

const kind = "two-tower";
const version = 1;
const names = { weights: "weights.safetensors", shop: "shop.json" } as const;
const nameKinds = ["items", "users", "brands", "categories"] as const;

/** The files of a model; its towers as ONNX come beside them. */
export function saveState(state: TwoTowerState, towers: Artifact): Artifact {
  const { config, weights, items, counts, histories, until, reader } = state;
  const shop = {
    items: items.map(({ id, title, brand, category }) => [id, title, brand, category]),
    counts: Array.from(counts),
    histories: [...histories].map(([user, recent]) => [user, ...recent]),
    names: Object.fromEntries(nameKinds.map((each) => [each, state.names[each].names])),
  };
  const arrays = [...weights].map(([name, data]) => ({ name, shape: [data.length], data }));
  return {
    ...writeDescription({ kind, version, config, until, encoder: reader.encoder ?? null }),
    [names.shop]: new TextEncoder().encode(JSON.stringify(shop)),
    [names.weights]: encodeSafetensors(arrays, { kind }),
    ...towers,
  };
}

/** What `saveState` wrote. Throws MODEL_MISMATCH when a newer program wrote it, DATA_DAMAGED for anything else. */
export function loadState(artifact: Artifact): SavedState {
  const saved = readDescription(kind, artifact);
  if (saved.kind !== kind) throw modelDamage(kind, descriptionName, `it is of the kind "${saved.kind}"`);
  if (typeof saved.version === "number" && saved.version > version)
    throw new TwinstreamError(
      "MODEL_MISMATCH",
      `the two-tower model is version ${saved.version}, this program reads ${version}; update Twinstream, or train again`,
    );
  if (!isObject(saved.config)) throw modelDamage(kind, descriptionName, "it has no config");
  const config = { ...twoTowerDefaults, ...saved.config } as TwoTowerConfig;
  try {
    const encoder = isObject(saved.encoder) ? (saved.encoder as unknown as KnownEncoder) : undefined;
    return {
      config,
      encoder,
      until: Number(saved.until),
      ...readShop(artifact, config),
      weights: readWeights(artifact),
    };
  } catch (error) {
    throw modelDamage(kind, names.shop, (error as Error).message, error);
  }
}

interface SavedShop {
  readonly items: readonly (readonly [string, string, string | null, string | null])[];
  readonly counts: readonly number[];
  readonly histories: readonly (readonly [string, ...number[]])[];
  readonly names: Readonly<Record<keyof KnownNames, readonly string[]>>;
}

function readShop(artifact: Artifact, { buckets }: TwoTowerConfig) {
  const bytes = artifact[names.shop];
  if (bytes === undefined) throw new Error("it is missing");
  const shop = JSON.parse(new TextDecoder().decode(bytes)) as SavedShop;
  const rowsOf = (each: keyof KnownNames) => new NameRows(shop.names[each], buckets);
  return {
    items: shop.items.map(([id, title, brand, category]) => ({ id, title, brand, category })),
    counts: Int32Array.from(shop.counts),
    histories: new Map(shop.histories.map(([user, ...recent]) => [user, Int32Array.from(recent)])),
    names: {
      items: rowsOf("items"),
      users: rowsOf("users"),
      brands: rowsOf("brands"),
      categories: rowsOf("categories"),
    },
  };
}

function readWeights(artifact: Artifact): Weights {
  const bytes = artifact[names.weights];
  if (bytes === undefined) throw new Error("it has no weights");
  return new Map([...decodeSafetensors(bytes).tensors].map(([name, { data }]) => [name, data]));
}
