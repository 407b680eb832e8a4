import { hashStart, hashUnit } from "../hash.ts";
import { floats, ints, type Tensors } from "../net/session.ts";
import { touchedRows } from "../net/table-rows.ts";
import type { TrainingData } from "../net/train-epochs.ts";
import type { Batch } from "../net/training-step.ts";
import { type Random, seededRandom } from "../random.ts";
import { CandidateSampler, type Candidates } from "./candidates.ts";
import { type Choices, choiceKinds, choicesBetween, Histories, type Recent, type ShopHistory } from "./choices.ts";
import type { ItemTable } from "./item-table.ts";
import type { NameRows } from "./name-rows.ts";
import type { TwoTowerConfig } from "./two-tower-config.ts";
import { tableNames } from "./two-tower-net.ts";

/** Pairs that are told to be none, for each that is one, where yes or no is learned. */
const wrongOnes = 4;

/** What the user tower is fed of visitors: their rows, the rows of what each chose last, at most `history`, and the mean of its titles. */
export function userInputs(
  users: ArrayLike<number>,
  recents: readonly Recent[],
  table: ItemTable,
  history: number,
): Tensors {
  const read = recents.map((recent) => recent.subarray(0, history));
  // the runtime's product of matrices needs one column at least
  const places = read.reduce((most, { length }) => Math.max(most, length), 1);
  const ids = new Int32Array(read.length * places);
  const weights = new Float32Array(read.length * places);
  for (const [user, recent] of read.entries()) {
    const from = user * places;
    for (let place = 0; place < recent.length; place++) ids[from + place] = table.rows[recent[place]!]!;
    weights.fill(1 / recent.length, from, from + recent.length);
  }
  return {
    "user ids": ints(Int32Array.from(users)),
    "history ids": ints(ids, [read.length, places]),
    "history weights": floats(weights, [read.length, places, 1]),
    "history texts": table.meanTexts(read),
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
        // until people's own queries are known, a title stands for the query that finds it
        "query texts": table.textsOf(Int32Array.from(examples, (choice) => learned.items[choice]!)),
        ...repeatsOf(recents, candidates.items),
        ...(config.tasks === "each" && { kinds: kindsOf(learned, examples) }),
        ...(config.loss === "softmax" ? softmaxTruth(candidates) : pairTruth(candidates, random)),
      });
    },
  };
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

/** Which products of a batch its visitors had chosen before, as pairs of a visitor and a product. */
function repeatsOf(recents: readonly Recent[], items: Int32Array): Tensors {
  const placeOf = new Map(Array.from(items, (item, place) => [item, place]));
  const pairs: number[] = [];
  const times: number[] = [];
  // for each product its last pair, which is of the visitor whose turn it is or of one before
  const lastPair = new Int32Array(items.length).fill(-1);
  for (const [user, recent] of recents.entries())
    for (const item of recent) {
      const place = placeOf.get(item);
      if (place === undefined) continue;
      const last = lastPair[place]!;
      if (pairs[2 * last] === user) times[last]!++;
      else {
        lastPair[place] = times.length;
        pairs.push(user, place);
        times.push(1);
      }
    }
  return {
    "repeat pairs": ints(pairs, [times.length, 2]),
    "repeat items": ints(times.map((_, pair) => pairs[2 * pair + 1]!)),
    "repeat weights": floats(times.map(repeatWeight), [times.length, 1]),
  };
}

/** What was chosen, as pairs of a visitor and a product, and what makes up for how products are drawn. */
function softmaxTruth({ items, places, corrections }: Candidates): Tensors {
  const pairs = new Int32Array(2 * places.length);
  for (const [user, place] of places.entries()) pairs.set([user, place], 2 * user);
  return { "chosen pairs": ints(pairs, [places.length, 2]), corrections: floats(corrections, [1, items.length]) };
}

/** What was chosen, and which pairs count where yes or no is learned: each choice, and some others of its row; the mean is over all pairs. */
function pairTruth({ items, places }: Candidates, random: Random): Tensors {
  const shape = [places.length, items.length];
  const chosen = new Float32Array(places.length * items.length);
  const weights = new Float32Array(places.length * items.length);
  const each = items.length / (1 + wrongOnes);
  for (const [row, place] of places.entries()) {
    chosen[row * items.length + place] = 1;
    weights[row * items.length + place] = each;
    for (let n = 0; n < wrongOnes; n++) weights[row * items.length + random.int(items.length)] = each;
  }
  return { chosen: floats(chosen, shape), "pair weights": floats(weights, shape) };
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
