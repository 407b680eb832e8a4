import { all, glorot, uniform, zeroes } from "../net/initialisers.ts";
import { batchNorm } from "../net/layers/batch-norm.ts";
import { dense } from "../net/layers/dense.ts";
import { dropout } from "../net/layers/dropout.ts";
import { embedding } from "../net/layers/embedding.ts";
import { binaryCrossEntropy, l2Penalty, sparseSoftmaxCrossEntropy, sumOfSquares } from "../net/losses.ts";
import type { Net, NetBuilder } from "../net/net.ts";
import {
  add,
  addAt,
  affine,
  concat,
  constant,
  count,
  divide,
  expand,
  gather,
  input,
  matmul,
  multiply,
  reshape,
  slice,
  withBackward,
} from "../net/operations.ts";
import type { Initialiser, Value } from "../net/value.ts";
import { type ChoiceKind, choiceKinds } from "./choices.ts";
import { categoryLevels } from "./shop-item.ts";
import type { TwoTowerConfig } from "./two-tower-config.ts";

/** How large the tables of a net are. */
export interface TableRows {
  readonly items: number;
  readonly users: number;
  readonly brands: number;
  readonly categories: number;
}

/** What decides the form of a two-tower net. */
export interface TowerForm
  extends Pick<TwoTowerConfig, "tasks" | "serves" | "idWidth" | "attributeWidth" | "dimensions" | "dropout"> {
  readonly rows: TableRows;
  /** Numbers of a text's vector. */
  readonly textWidth: number;
}

/** The tables by the names that weights have. */
export const tableNames = {
  items: "items/vectors",
  popularity: "popularity/vectors",
  again: "again/vectors",
  users: "users/vectors",
  brands: "brands/vectors",
  categories: "categories/vectors",
} as const;

/** Where the weight of choices that repeat begins: chosen once, a product is e³ ln 2 ≈ 8 times as likely as it would be. */
const againAtFirst = 3;

/** Towers begin with little to say, so that training starts from how often products are chosen. */
const quiet: Initialiser = (shape, random) => glorot(shape, random).map((value) => 0.1 * value);

/**
 * Sparse Adam moves a row by the learning rate once for each batch that has it, and most rows are in few batches: what tables give is taken this
 * many times, so that their rows learn as much faster.
 */
const haste = 5;

/** A table that learns in haste. */
interface HastyTable {
  readonly name: string;
  readonly rows: number;
  readonly width: number;
}

/** Vectors of ids, at first from −0.1 to 0.1. */
function vectorsOf(build: NetBuilder, table: HastyTable, ids: Value): Value {
  return multiply(embedding(build, table.name, ids, { ...table, start: uniform(0.1 / haste) }), haste);
}

/** The vectors of several ids of each row (rows × places), weighted (rows × places × 1) and added up: rows × width. */
function sumOfVectors(build: NetBuilder, table: HastyTable, ids: Value, weights: Value): Value {
  const vectors = embedding(build, table.name, ids, { ...table, start: uniform(0.1 / haste) });
  const sums = matmul(weights, vectors, { transposeA: true });
  return multiply(reshape(sums, [ids.shape[0]!, table.width]), haste);
}

interface ItemSide {
  /** Products × `dimensions`: the item tower's end. */
  readonly tower: Value;
  /** Products × 1: how often the product is chosen at all, as a logarithm. */
  readonly popularity: Value;
  /** Products × 1: how much a choice of before speaks for the product. */
  readonly again: Value;
}

function itemSide(build: NetBuilder, form: TowerForm): ItemSide {
  const { rows, idWidth, attributeWidth, dimensions } = form;
  const ids = input("item ids", ["items"], "int32");
  const categories = sumOfVectors(
    build,
    { name: "categories", rows: rows.categories, width: attributeWidth },
    input("item categories", ["items", categoryLevels], "int32"),
    input("item category weights", ["items", categoryLevels, 1]),
  );
  const brands = { name: "brands", rows: rows.brands, width: attributeWidth };
  const brand = vectorsOf(build, brands, input("item brands", ["items"], "int32"));
  const learned = concat([
    vectorsOf(build, { name: "items", rows: rows.items, width: idWidth }, ids),
    multiply(brand, input("item has brand", ["items", 1])),
    categories,
  ]);
  const read = concat([learned, input("item texts", ["items", form.textWidth])]);
  const hidden = block(build, "item/2", block(build, "item/1", read, 256, form), 128, form);
  const tower = dense(build, "item/3", hidden, { units: dimensions, weights: quiet });
  const popularity = embedding(build, "popularity", ids, { rows: rows.items, width: 1, start: zeroes });
  const own = multiply(embedding(build, "again", ids, { rows: rows.items, width: 1, start: zeroes }), haste);
  const again = dense(build, "again/category", categories, { units: 1, bias: all(againAtFirst) });
  return { tower, popularity, again: add(again, own) };
}

/** Dense, ReLU, batch normalisation, dropout: a floor of a tower, in the published order. */
function block(build: NetBuilder, name: string, x: Value, units: number, form: Pick<TowerForm, "dropout">): Value {
  const activated = dense(build, name, x, { units, activation: "relu" });
  return dropout(build, batchNorm(build, `${name}/norm`, activated, { momentum: 0.9 }), form.dropout);
}

/** Users × `dimensions`: what visitors choose, for the kinds of choices that `ends` weighs. */
function userSide(build: NetBuilder, form: TowerForm, ends: readonly KindEnd[]): Value {
  const { rows, idWidth, dimensions } = form;
  const users = { name: "users", rows: rows.users, width: idWidth };
  const own = vectorsOf(build, users, input("user ids", ["users"], "int32"));
  const chosen = sumOfVectors(
    build,
    { name: "items", rows: rows.items, width: idWidth },
    input("history ids", ["users", "history"], "int32"),
    input("history weights", ["users", "history", 1]),
  );
  const read = concat([concat([own, chosen]), input("history texts", ["users", form.textWidth])]);
  const hidden = block(build, "user/1", read, 128, form);
  const shared = dense(build, "user/2", hidden, { units: dimensions });
  return ends.reduce((sum, { kind, weigh }) => {
    const own = dense(build, `user/2/${kind}`, hidden, { units: dimensions, weights: zeroes });
    return add(sum, weigh(own));
  }, shared);
}

/** How far visitors' vectors of one kind of choices lie from those of any choice, which a kind that is seldom seen falls back on. */
interface KindEnd {
  readonly kind: ChoiceKind;
  weigh(end: Value): Value;
}

/** Each row of a batch is of one kind. */
function trainedEnds({ tasks }: TowerForm): readonly KindEnd[] {
  if (tasks === "one") return [];
  const kinds = input("kinds", ["users", choiceKinds.length]);
  return choiceKinds.map((kind, place) => ({ kind, weigh: (end) => multiply(end, slice(kinds, 1, place, place + 1)) }));
}

function servedEnds({ tasks, serves }: TowerForm): readonly KindEnd[] {
  return tasks === "one" ? [] : [{ kind: serves, weigh: (end) => end }];
}

function querySide(build: NetBuilder, form: TowerForm): Value {
  const text = dropout(build, input("query texts", ["users", form.textWidth]), form.dropout);
  const hidden = block(build, "query/1", text, 128, form);
  return dense(build, "query/2", hidden, { units: form.dimensions });
}

/** All three towers with what they learn by: for each visitor of a batch, and each query, every product of it is a candidate. */
export function trainingNet(
  form: TowerForm,
  { loss, l2, vectorL2 }: Pick<TwoTowerConfig, "loss" | "l2" | "vectorL2">,
): Net {
  return {
    outputs(build) {
      const { tower, popularity, again } = itemSide(build, form);
      const user = userSide(build, form, trainedEnds(form));
      const level = itemLevels[loss](reshape(popularity, [1, "items"]));
      return {
        user: withRepeats(affine(user, tower, level, { transposeB: true }), again),
        // queries learn where products are, and don't move them
        query: affine(querySide(build, form), unmoved(tower), unmoved(level), { transposeB: true }),
        lengths: add(add(meanSquare(tower), meanSquare(popularity)), meanSquare(user)),
      };
    },
    loss({ user, query, lengths }, build) {
      const lossOf = choiceLosses[loss];
      const both = add(lossOf(user!), lossOf(query!));
      return add(both, add(multiply(lengths!, vectorL2), l2Penalty(build.matrices, l2)));
    },
  };
}

/** What each product scores whoever asks (1 × items): its popularity, and where it is chosen among the drawn ones, what makes up for how they are drawn. */
const itemLevels: Readonly<Record<TwoTowerConfig["loss"], (popularity: Value) => Value>> = {
  softmax: (popularity) => add(popularity, input("corrections", [1, "items"])),
  bce: (popularity) => popularity,
};

/** The value itself, which nothing is learned through. */
function unmoved(value: Value): Value {
  return withBackward(value, [], () => []);
}

/** Scores of visitors (rows) for products (columns), with what choices of before say for some of these pairs. */
function withRepeats(scores: Value, again: Value): Value {
  const ofPairs = gather(again, input("repeat items", ["repeats"], "int32"));
  const repeats = reshape(multiply(ofPairs, input("repeat weights", ["repeats", 1])), ["repeats"]);
  return addAt(scores, input("repeat pairs", ["repeats", 2], "int32"), repeats);
}

/** How far scores, rows × items, are from what was chosen. */
export const choiceLosses: Readonly<Record<TwoTowerConfig["loss"], (scores: Value) => Value>> = {
  softmax: (scores) => sparseSoftmaxCrossEntropy(scores, input("chosen pairs", ["users", 2], "int32")),
  bce: (scores) =>
    binaryCrossEntropy(scores, input("chosen", ["users", "items"]), input("pair weights", ["users", "items"])),
};

/** The mean over rows of the squares of each. */
function meanSquare(vectors: Value): Value {
  return divide(sumOfSquares(vectors), count(vectors, [0]));
}

/** The item tower alone: products to their vectors, which end with their popularity, and to how much a choice of before speaks for each. */
export function itemNet(form: TowerForm): Net {
  return {
    outputs(build) {
      const { tower, popularity, again } = itemSide(build, form);
      return { vector: concat([tower, popularity]), again };
    },
    loss: servedOnly,
  };
}

/** The user tower alone: visitors and what they chose last to vectors whose product with a product's is the score. */
export function userNet(form: TowerForm): Net {
  return { outputs: (build) => ({ vector: withOne(userSide(build, form, servedEnds(form))) }), loss: servedOnly };
}

/** The query tower alone: vectors of texts to vectors beside those of visitors. */
export function queryNet(form: TowerForm): Net {
  return { outputs: (build) => ({ vector: withOne(querySide(build, form)) }), loss: servedOnly };
}

/** A one behind each row, which meets the popularity of products. */
function withOne(vectors: Value): Value {
  const column = slice(vectors, 1, 0, 1);
  return concat([vectors, expand(constant([1], [1, 1]), column)]);
}

function servedOnly(): never {
  throw new Error("one tower by itself is served, not trained");
}
