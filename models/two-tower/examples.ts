import { hashStart, hashUnit } from "../hash.ts";
import { floats, ints, type Tensors } from "../net/session.ts";
import { touchedRows } from "../net/table-rows.ts";
import type { TrainingData } from "../net/train-epochs.ts";
import type { Batch } from "../net/training-step.ts";
import { type Random, seededRandom } from "../random.ts";
import { CandidateSampler, type Candidates } from "./candidates.ts";
import {
  type Choices,
  choiceKinds,
  choicesBetween,
  Histories,
  type Recent,
  type ShopHistory,
  timesChosen,
} from "./choices.ts";
import type { ItemTable } from "./item-table.ts";
import type { NameRows } from "./name-rows.ts";
import type { TwoTowerConfig } from "./two-tower-config.ts";
import { tableNames } from "./two-tower-net.ts";

/** Pairs that are told to be none, for each that is one, where yes or no is learned. */
const wrongOnes = 4;

/** What the user tower is fed of visitors: their rows, the rows of what each chose last, by `history` places, and the mean of its titles. */
export function userInputs(
  users: ArrayLike<number>,
  recents: readonly Recent[],
  table: ItemTable,
  history: number,
): Tensors {
  const ids = new Int32Array(recents.length * history);
  const weights = new Float32Array(recents.length * history);
  const { textWidth } = table;
  const texts = new Float32Array(recents.length * textWidth);
  for (const [user, recent] of recents.entries())
    for (const [place, item] of recent.subarray(0, history).entries()) {
      const weight = 1 / Math.min(recent.length, history);
      ids[user * history + place] = table.rows[item]!;
      weights[user * history + place] = weight;
      const text = table.textOf(item);
      for (let i = 0; i < textWidth; i++) texts[user * textWidth + i]! += weight * text[i]!;
    }
  return {
    "user ids": ints(Int32Array.from(users)),
    "history ids": ints(ids, [recents.length, history]),
    "history weights": floats(weights, [recents.length, history, 1]),
    "history texts": floats(texts, [recents.length, textWidth]),
  };
}

/** How much it counts that a product was chosen so often before. */
export function repeatWeight(times: number): number {
  return Math.log1p(times);
}

/** Choices to learn from, as a training step is fed them, those before `from` only as history. Equal seeds and batches are fed equally. */
export function examplesOf(
  { items, users, choices }: ShopHistory,
  table: ItemTable,
  userNames: NameRows,
  config: TwoTowerConfig,
  seed: number,
  from = 0,
): TrainingData {
  const histories = new Histories(choices, users.length, config.history);
  const learned = choicesBetween(choices, from, choices.items.length);
  const sampler = new CandidateSampler(items, learned, config);
  const userRows = Int32Array.from(users, (name) => userNames.rowOf(name));
  const sharedUserRows = Int32Array.from(users, (name) => userNames.sharedRowOf(name));
  return {
    count: learned.items.length,
    lengthOf: () => 1,
    batch(examples) {
      const random = seededRandom(examples.reduce(hashUnit, hashUnit(hashStart, seed)));
      const candidates = sampler.draw(examples, random);
      const rows = candidates.items.map((item) =>
        random.uniform() < config.idDropout ? table.sharedRows[item]! : table.rows[item]!,
      );
      const known = Array.from(examples, (choice) => learned.users[choice]!);
      const userIds = known.map((user) =>
        random.uniform() < config.userDropout ? sharedUserRows[user]! : userRows[user]!,
      );
      const recents = Array.from(examples, (choice) => histories.before(from + choice));
      return withTouchedRows({
        ...table.inputs(candidates.items, rows),
        ...userInputs(userIds, recents, table, config.history),
        "query texts": texts(candidates, table),
        repeats: repeatsOf(recents, candidates.items),
        chosen: chosenOf(candidates),
        ...(config.tasks === "each" && { kinds: kindsOf(learned, examples) }),
        ...(config.loss === "softmax"
          ? { corrections: floats(candidates.corrections, [1, candidates.items.length]) }
          : { "pair weights": pairWeights(candidates, random) }),
      });
    },
  };
}

/** Until people's own queries are known, a title stands for the query that finds it. */
function texts({ items, places }: Candidates, table: ItemTable): Tensors[string] {
  const { textWidth } = table;
  const vectors = new Float32Array(places.length * textWidth);
  for (const [row, place] of places.entries()) vectors.set(table.textOf(items[place]!), row * textWidth);
  return floats(vectors, [places.length, textWidth]);
}

/** A one in the column of each choice's kind; none where the kind is of the shop's own. */
function kindsOf({ kinds }: Choices, examples: Int32Array): Tensors[string] {
  const width = choiceKinds.length;
  const columns = new Float32Array(examples.length * width);
  for (const [row, choice] of examples.entries()) {
    const kind = kinds?.[choice] ?? width;
    if (kind < width) columns[row * width + kind] = 1;
  }
  return floats(columns, [examples.length, width]);
}

function repeatsOf(recents: readonly Recent[], items: Int32Array): Tensors[string] {
  const placeOf = new Map(Array.from(items, (item, place) => [item, place]));
  const repeats = new Float32Array(recents.length * items.length);
  for (const [row, recent] of recents.entries())
    for (const [item, times] of timesChosen(recent)) {
      const place = placeOf.get(item);
      if (place !== undefined) repeats[row * items.length + place] = repeatWeight(times);
    }
  return floats(repeats, [recents.length, items.length]);
}

function chosenOf({ items, places }: Candidates): Tensors[string] {
  const chosen = new Float32Array(places.length * items.length);
  for (const [row, place] of places.entries()) chosen[row * items.length + place] = 1;
  return floats(chosen, [places.length, items.length]);
}

/** Which pairs count where yes or no is learned: each choice, and some others of its row; the mean is over all pairs. */
function pairWeights({ items, places }: Candidates, random: Random): Tensors[string] {
  const weights = new Float32Array(places.length * items.length);
  const each = items.length / (1 + wrongOnes);
  for (const [row, place] of places.entries()) {
    weights[row * items.length + place] = each;
    for (let n = 0; n < wrongOnes; n++) weights[row * items.length + random.int(items.length)] = each;
  }
  return floats(weights, [places.length, items.length]);
}

/** For each table the inputs that pick its rows, and the tables that the first of them picks from, too. */
const pickedBy: Readonly<Record<string, { readonly inputs: readonly string[]; readonly beside?: readonly string[] }>> =
  {
    [tableNames.items]: { inputs: ["item ids", "history ids"], beside: [tableNames.popularity, tableNames.again] },
    [tableNames.users]: { inputs: ["user ids"] },
    [tableNames.brands]: { inputs: ["item brands"] },
    [tableNames.categories]: { inputs: ["item categories"] },
  };

/** Inputs as a step takes them: rows counted within those that the batch touches. */
function withTouchedRows(inputs: Tensors): Batch {
  const counted: Record<string, Tensors[string]> = { ...inputs };
  const rows: Record<string, Int32Array> = {};
  for (const [table, { inputs: names, beside = [] }] of Object.entries(pickedBy)) {
    const ids = names.map((name) => inputs[name]!.data as Int32Array);
    const touched = touchedRows(joined(ids));
    rows[table] = touched.rows;
    let from = 0;
    for (const [index, name] of names.entries()) {
      const places = touched.places.subarray(from, from + ids[index]!.length);
      counted[name] = ints(places, inputs[name]!.dims);
      // rows are in order of first sight, so those of the first input come first
      if (index === 0)
        for (const other of beside) rows[other] = touched.rows.subarray(0, 1 + places.reduce(greater, -1));
      from += places.length;
    }
  }
  return { inputs: counted, rows };
}

function greater(one: number, other: number): number {
  return Math.max(one, other);
}

function joined(lists: readonly Int32Array[]): Int32Array {
  const all = new Int32Array(lists.reduce((count, { length }) => count + length, 0));
  let from = 0;
  for (const list of lists) {
    all.set(list, from);
    from += list.length;
  }
  return all;
}
