import { all, glorot, uniform, zeroes } from "../net/initialisers.ts";
import { batchNorm } from "../net/layers/batch-norm.ts";
import { dense } from "../net/layers/dense.ts";
import { dropout } from "../net/layers/dropout.ts";
import { embedding } from "../net/layers/embedding.ts";
import { binaryCrossEntropy, l2Penalty, softmaxCrossEntropy } from "../net/losses.ts";
import type { Net, NetBuilder } from "../net/net.ts";
import {
  add,
  concat,
  constant,
  expand,
  input,
  matmul,
  mean,
  multiply,
  reshape,
  slice,
  square,
  sum,
  transpose,
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
  extends Pick<
    TwoTowerConfig,
    "tasks" | "serves" | "idWidth" | "attributeWidth" | "dimensions" | "history" | "dropout"
  > {
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

/** Vectors of ids from a table that learns in haste, at first from −0.1 to 0.1. */
function vectorsOf(
  build: NetBuilder,
  name: string,
  ids: Value,
  size: { readonly rows: number; readonly width: number },
): Value {
  return multiply(embedding(build, name, ids, { ...size, start: uniform(0.1 / haste) }), haste);
}

interface ItemSide {
  /** Products × (`dimensions` + 1): the item tower's end, and how often the product is chosen at all, as a logarithm. */
  readonly vector: Value;
  /** Products × 1: how much a choice of before speaks for the product. */
  readonly again: Value;
}

function itemSide(build: NetBuilder, form: TowerForm): ItemSide {
  const { rows, idWidth, attributeWidth, dimensions } = form;
  const ids = input("item ids", ["items"], "int32");
  const category = vectorsOf(build, "categories", input("item categories", ["items", categoryLevels], "int32"), {
    rows: rows.categories,
    width: attributeWidth,
  });
  const brand = vectorsOf(build, "brands", input("item brands", ["items"], "int32"), {
    rows: rows.brands,
    width: attributeWidth,
  });
  const categories = sumOver(category, input("item category weights", ["items", categoryLevels, 1]), attributeWidth);
  const read = concat([
    vectorsOf(build, "items", ids, { rows: rows.items, width: idWidth }),
    multiply(brand, input("item has brand", ["items", 1])),
    categories,
    input("item texts", ["items", form.textWidth]),
  ]);
  const hidden = block(build, "item/2", block(build, "item/1", read, 256, form), 128, form);
  const tower = dense(build, "item/3", hidden, { units: dimensions, weights: quiet });
  const popularity = embedding(build, "popularity", ids, { rows: rows.items, width: 1, start: zeroes });
  const own = multiply(embedding(build, "again", ids, { rows: rows.items, width: 1, start: zeroes }), haste);
  const again = dense(build, "again/category", categories, { units: 1, bias: all(againAtFirst) });
  return { vector: concat([tower, popularity]), again: add(again, own) };
}

/** Dense, ReLU, batch normalisation, dropout: a floor of a tower, in the published order. */
function block(build: NetBuilder, name: string, x: Value, units: number, form: Pick<TowerForm, "dropout">): Value {
  const activated = dense(build, name, x, { units, activation: "relu" });
  return dropout(build, batchNorm(build, `${name}/norm`, activated, { momentum: 0.9 }), form.dropout);
}

/** rows × places × width, weighted and added up over the places: rows × width. */
function sumOver(vectors: Value, weights: Value, width: number): Value {
  const [rows] = vectors.shape;
  return reshape(sum(multiply(vectors, weights), [1]), [rows!, width]);
}

/** Users × (`dimensions` + 1): what visitors choose, for the kinds of choices that `ends` weighs. */
function userSide(build: NetBuilder, form: TowerForm, ends: readonly KindEnd[]): Value {
  const { rows, idWidth, dimensions, history } = form;
  const own = vectorsOf(build, "users", input("user ids", ["users"], "int32"), { rows: rows.users, width: idWidth });
  const chosen = vectorsOf(build, "items", input("history ids", ["users", history], "int32"), {
    rows: rows.items,
    width: idWidth,
  });
  const mean = sumOver(chosen, input("history weights", ["users", history, 1]), idWidth);
  const read = concat([own, mean, input("history texts", ["users", form.textWidth])]);
  const hidden = block(build, "user/1", read, 128, form);
  const shared = dense(build, "user/2", hidden, { units: dimensions });
  const all = ends.reduce((sum, { kind, weigh }) => {
    const own = dense(build, `user/2/${kind}`, hidden, { units: dimensions, weights: zeroes });
    return add(sum, weigh(own));
  }, shared);
  return withOne(all);
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
  return withOne(dense(build, "query/2", hidden, { units: form.dimensions }));
}

/** A one behind each row, which meets the popularity of products. */
function withOne(vectors: Value): Value {
  const column = slice(vectors, 1, 0, 1);
  return concat([vectors, expand(constant([1], [1, 1]), column)]);
}

/** All three towers with what they learn by: for each visitor of a batch, and each query, every product of it is a candidate. */
export function trainingNet(
  form: TowerForm,
  { loss, l2, vectorL2 }: Pick<TwoTowerConfig, "loss" | "l2" | "vectorL2">,
): Net {
  return {
    outputs(build) {
      const { vector, again } = itemSide(build, form);
      const repeats = multiply(input("repeats", ["users", "items"]), transpose(again, [1, 0]));
      const user = userSide(build, form, trainedEnds(form));
      return {
        user: add(matmul(user, vector, { transposeB: true }), repeats),
        // queries learn where products are, and don't move them
        query: matmul(
          querySide(build, form),
          withBackward(vector, [], () => []),
          { transposeB: true },
        ),
        lengths: add(meanSquare(vector), meanSquare(user)),
      };
    },
    loss({ user, query, lengths }, build) {
      const truth = input("chosen", ["users", "items"]);
      const corrections = input("corrections", [1, "items"]);
      const lossOf = (scores: Value) =>
        loss === "softmax"
          ? softmaxCrossEntropy(add(scores, corrections), truth)
          : binaryCrossEntropy(scores, truth, input("pair weights", ["users", "items"]));
      const both = add(lossOf(user!), lossOf(query!));
      return add(both, add(multiply(lengths!, vectorL2), l2Penalty(build.matrices, l2)));
    },
  };
}

/** The mean over rows of the squares of each. */
function meanSquare(vectors: Value): Value {
  return mean(sum(square(vectors), [1]));
}

/** The item tower alone: products to their vectors, and to how much a choice of before speaks for each. */
export function itemNet(form: TowerForm): Net {
  return { outputs: (build) => ({ ...itemSide(build, form) }), loss: servedOnly };
}

/** The user tower alone: visitors and what they chose last to their vectors. */
export function userNet(form: TowerForm): Net {
  return { outputs: (build) => ({ vector: userSide(build, form, servedEnds(form)) }), loss: servedOnly };
}

/** The query tower alone: vectors of texts to vectors beside those of visitors. */
export function queryNet(form: TowerForm): Net {
  return { outputs: (build) => ({ vector: querySide(build, form) }), loss: servedOnly };
}

function servedOnly(): never {
  throw new Error("one tower by itself is served, not trained");
}
