import { createHash } from "node:crypto";
import type { Artifact } from "../../schemas/artifact.ts";
import { compileServing } from "../net/compile-serving.ts";
import { encodeModel } from "../net/onnx/encode-model.ts";
import { floats, numbersOf, openSession, type Session } from "../net/session.ts";
import { BestOf } from "../retrieval/best-of.ts";
import { type Recent, timesChosen } from "./choices.ts";
import { repeatWeight, userInputs } from "./examples.ts";
import { PlacedItems } from "./placed-items.ts";
import { type Outside, reopenReader } from "./text-reader.ts";
import { loadState, saveState, type TwoTowerState } from "./two-tower-file.ts";
import { itemNet, queryNet, type TowerForm, userNet } from "./two-tower-net.ts";

/** Somebody to recommend for: the name where there is one, and what they chose last as indices of products, the latest first. */
export interface Visitor {
  readonly name: string | undefined;
  readonly recent: Recent;
}

/** What a score is made of: they add up to it. */
export interface ScoreParts {
  /** What visitor or query and product have in common, by their towers. */
  readonly towers: number;
  /** How often the product is chosen at all. */
  readonly popularity: number;
  /** That the visitor chose it before. */
  readonly again: number;
}

/** Products, best first: their indices and scores. */
export interface RankedItems {
  readonly items: Int32Array;
  readonly scores: Float64Array;
}

const fileNames = { item: "item.onnx", user: "user.onnx", query: "query.onnx" } as const;

/** What a model runs: its three towers, and the product of many vectors with all of the catalog. */
type Sessions = { readonly [session in keyof typeof fileNames | "scorer"]: Session };

interface TwoTowerParts extends Pick<TwoTowerModel, "state" | "placed"> {
  /** The towers as ONNX. */
  readonly files: Artifact;
  readonly sessions: Sessions;
  release(): Promise<void>;
}

/**
 * A trained two-tower model with the vectors of its whole catalog. A score is the product of two vectors, plus what choices of before say:
 * each product has an axis of its own, on which a visitor stands who chose it.
 */
export class TwoTowerModel {
  readonly state: TwoTowerState;
  /** Name of the space of its vectors. */
  readonly space: string;
  /** All that it recommends: the products of `state.items`, and what is put in later. */
  readonly placed: PlacedItems;
  readonly #sessions: Sessions;
  readonly #files: Artifact;
  readonly #release: () => Promise<void>;

  constructor({ state, files, sessions, placed, release }: TwoTowerParts) {
    this.state = state;
    this.space = `two-tower/${shortHash(files)}`;
    this.placed = placed;
    this.#sessions = sessions;
    this.#files = files;
    this.#release = release;
  }

  /** As it was trained, without what was put in since. */
  save(): Artifact {
    return saveState(this.state, this.#files);
  }

  /** A visitor as the training left them; whoever it did not know has chosen nothing. */
  visitor(name: string): Visitor {
    return { name, recent: this.state.histories.get(name) ?? new Int32Array() };
  }

  /** Vectors of visitors. */
  async userVectors(visitors: readonly Visitor[]): Promise<Float32Array> {
    const { users } = this.state.names;
    const rows = visitors.map(({ name }) => (name === undefined ? 0 : users.rowOf(name)));
    const recents = visitors.map(({ recent }) => recent);
    const { vector } = await this.#sessions.user.run(
      userInputs(rows, recents, this.placed.table, this.state.config.history),
    );
    return numbersOf(vector!);
  }

  /** Vectors of queries. */
  async queryVectors(queries: readonly string[]): Promise<Float32Array> {
    const { reader } = this.state;
    const textWidth = reader.width;
    const texts = new Float32Array(queries.length * textWidth);
    for (const [row, text] of (await reader.read(queries)).entries()) texts.set(text, row * textWidth);
    const { vector } = await this.#sessions.query.run({ "query texts": floats(texts, [queries.length, textWidth]) });
    return numbersOf(vector!);
  }

  /** Scores of every product for each visitor, row by row. */
  async scoreAll(visitors: readonly Visitor[]): Promise<Float32Array> {
    const scores = await this.#products(await this.userVectors(visitors), visitors.length);
    const count = scores.length / visitors.length;
    for (const [row, { recent }] of visitors.entries())
      for (const [item, times] of timesChosen(recent))
        scores[row * count + item]! += this.placed.againOf(item) * repeatWeight(times);
    return scores;
  }

  /** The best products for a visitor; `mayBe` says which. */
  async forVisitor(visitor: Visitor, limit: number, mayBe?: (item: number) => boolean): Promise<RankedItems> {
    return best(await this.scoreAll([visitor]), limit, mayBe);
  }

  /** The best products for a query. */
  async forQuery(query: string, limit: number, mayBe?: (item: number) => boolean): Promise<RankedItems> {
    return best(await this.#products(await this.queryVectors([query]), 1), limit, mayBe);
  }

  /**
   * The products nearest to one by the cosine of where the item tower puts them, which is the score, without itself, of those that share anything
   * with it; `mayBe` says which.
   */
  async nearTo(item: number, limit: number, mayBe: (item: number) => boolean = () => true): Promise<RankedItems> {
    const { placed } = this;
    const likenesses = await this.#products(Float32Array.of(...placed.towerOf(item), 0), 1);
    const { scales } = placed;
    for (let other = 0; other < likenesses.length; other++) likenesses[other]! *= scales[item]! * scales[other]!;
    return best(likenesses, limit, (other) => other !== item && likenesses[other]! > 0 && mayBe(other));
  }

  /** What the score of a product is made of, for a visitor whose vector is given. */
  partsOf(vector: Float32Array, recent: Recent, item: number): ScoreParts {
    const own = this.placed.vectorOf(item);
    const last = own.length - 1;
    let towers = 0;
    for (let i = 0; i < last; i++) towers += vector[i]! * own[i]!;
    const times = timesChosen(recent).get(item) ?? 0;
    return { towers, popularity: own[last]!, again: this.placed.againOf(item) * repeatWeight(times) };
  }

  async close(): Promise<void> {
    for (const session of Object.values(this.#sessions)) await session.close();
    await this.#release();
  }

  async #products(vectors: Float32Array, rows: number): Promise<Float32Array> {
    const { width, count, vectors: items } = this.placed;
    const { scores } = await this.#sessions.scorer.run({
      sides: floats(vectors, [rows, width]),
      items: floats(items, [count, width]),
    });
    return numbersOf(scores!);
  }
}

function best(scores: Float32Array, limit: number, mayBe: (item: number) => boolean = () => true): RankedItems {
  const kept = new BestOf(limit);
  let { threshold } = kept;
  for (let item = 0; item < scores.length; item++) {
    if (scores[item]! <= threshold || !mayBe(item)) continue;
    kept.offer(item, scores[item]!);
    threshold = kept.threshold;
  }
  const { documents, scores: own } = kept.ranked();
  return { items: documents, scores: own };
}

/** The form of the net that a state's weights are of. */
export function formOf({ config, names, reader }: Pick<TwoTowerState, "config" | "names" | "reader">): TowerForm {
  const { items, users, brands, categories } = names;
  const rows = { items: items.rows, users: users.rows, brands: brands.rows, categories: categories.rows };
  return { ...config, rows, textWidth: reader.width };
}

/** Makes the towers of what was learned, and the vectors of all products. `release` is called when the model is closed. */
export async function openTwoTower(
  state: TwoTowerState,
  threads = 1,
  release: () => Promise<void> = async () => {},
): Promise<TwoTowerModel> {
  const form = formOf(state);
  const width = form.dimensions + 1; // the popularity is the last
  const files = {
    [fileNames.item]: compileServing(itemNet(form), state.weights),
    [fileNames.user]: compileServing(userNet(form), state.weights),
    [fileNames.query]: compileServing(queryNet(form), state.weights),
  };
  const sessions: Sessions = {
    item: await openSession(files[fileNames.item]!, { threads }),
    user: await openSession(files[fileNames.user]!, { threads }),
    query: await openSession(files[fileNames.query]!, { threads }),
    scorer: await openSession(scorerGraph(width), { threads }),
  };
  const { names, reader } = state;
  const placed = await PlacedItems.of(state.items, { names, reader, tower: sessions.item, width });
  return new TwoTowerModel({ state, files, sessions, placed, release });
}

/** What was saved, with what its texts are read by. Throws DATA_DAMAGED, MODEL_MISMATCH for a model of a newer program, and what opening its encoder throws. */
export async function openState(artifact: Artifact, outside: Outside): Promise<TwoTowerState> {
  const { encoder, ...saved } = loadState(artifact);
  return { ...saved, reader: await reopenReader(encoder, outside) };
}

/** What `save` gave, ready to be asked. Throws as `openState` does. */
export async function loadTwoTower(artifact: Artifact, outside: Outside): Promise<TwoTowerModel> {
  const state = await openState(artifact, outside);
  const release = () => state.reader.close();
  try {
    return await openTwoTower(state, outside.threads, release);
  } catch (error) {
    await release();
    throw error;
  }
}

function scorerGraph(width: number): Uint8Array {
  return encodeModel({
    nodes: [{ operator: "Gemm", inputs: ["sides", "items"], outputs: ["scores"], attributes: { transB: 1 } }],
    initializers: [],
    inputs: [
      { name: "sides", type: "float32", shape: ["sides", width] },
      { name: "items", type: "float32", shape: ["items", width] },
    ],
    outputs: [{ name: "scores", type: "float32", shape: ["sides", "items"] }],
  });
}

function shortHash(files: Artifact): string {
  const hash = createHash("sha256");
  for (const name of Object.values(fileNames)) hash.update(files[name]!);
  return hash.digest("hex").slice(0, 8);
}
