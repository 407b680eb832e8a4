import { adamDefaults } from "../../models/net/adam.ts";
import { batchNorm } from "../../models/net/layers/batch-norm.ts";
import { dense } from "../../models/net/layers/dense.ts";
import { dropout } from "../../models/net/layers/dropout.ts";
import { embedding } from "../../models/net/layers/embedding.ts";
import { binaryCrossEntropy, l2Penalty } from "../../models/net/losses.ts";
import type { Net, NetBuilder } from "../../models/net/net.ts";
import { add, concat, input, multiply, sum } from "../../models/net/operations.ts";
import { floats, ints } from "../../models/net/session.ts";
import { touchedRows } from "../../models/net/table-rows.ts";
import { newState } from "../../models/net/training-state.ts";
import { type Batch, openTrainingStep } from "../../models/net/training-step.ts";
import type { Value } from "../../models/net/value.ts";
import { seededRandom } from "../../models/random.ts";
import { categoryLevels } from "../../models/two-tower/shop-item.ts";
import type { TwoTowerConfig } from "../../models/two-tower/two-tower-config.ts";
import { type TowerForm, tableNames } from "../../models/two-tower/two-tower-net.ts";
import { type Contestant, timed } from "./contest.ts";

/** Numbers of a title's vector, as MiniLM gives them. */
const textWidth = 384;

/** A batch of pairs of a visitor and a product: rows of the tables, vectors of titles, and whether the product was chosen. */
export interface Pairs {
  readonly ids: Readonly<Record<"user" | "item" | "brand" | "category", Int32Array>>;
  readonly text: Float32Array;
  readonly chosen: Float32Array;
}

/** The published two-tower net: ids, brand, category and text on the one side, an id on the other, yes or no for each pair. */
function publishedNet({ rows, idWidth, attributeWidth, dimensions }: TowerForm, l2: number): Net {
  const vectors = (build: NetBuilder, name: keyof Pairs["ids"], count: number, width: number) =>
    embedding(build, name, input(name, ["pairs"], "int32"), { rows: count, width });
  return {
    outputs(build) {
      const read = concat([
        vectors(build, "item", rows.items, idWidth),
        vectors(build, "brand", rows.brands, attributeWidth),
        vectors(build, "category", rows.categories, attributeWidth),
        input("text", ["pairs", textWidth]),
      ]);
      const item = dense(build, "item/3", block(build, "item/2", block(build, "item/1", read, 256), 128), {
        units: dimensions,
      });
      const visitor = block(build, "user/1", vectors(build, "user", rows.users, idWidth), 128);
      const user = dense(build, "user/2", visitor, { units: dimensions });
      return { score: sum(multiply(user, item), [-1]) };
    },
    loss: ({ score }, build) =>
      add(binaryCrossEntropy(score!, input("chosen", ["pairs", 1])), l2Penalty(build.matrices, l2)),
  };
}

function block(build: NetBuilder, name: string, x: Value, units: number): Value {
  const activated = dense(build, name, x, { units, activation: "relu" });
  return dropout(build, batchNorm(build, `${name}/norm`, activated), 0.3);
}

/** Pairs whose ids are those of drawn batches; their titles and answers are made up. */
export function pairsOf(batches: readonly Batch[], size: number): readonly Pairs[] {
  const random = seededRandom(1);
  const each = (count: number, draw: () => number) => Float32Array.from({ length: count }, draw);
  return batches.map(({ inputs, rows = {} }) => {
    const idsOf = (name: string, table: string, levels = 1) => {
      const places = inputs[name]!.data as Int32Array;
      return Int32Array.from({ length: size }, (_, pair) => rows[table]![places[pair * levels]!]!);
    };
    return {
      ids: {
        user: idsOf("user ids", tableNames.users),
        item: idsOf("item ids", tableNames.items),
        brand: idsOf("item brands", tableNames.brands),
        category: idsOf("item categories", tableNames.categories, categoryLevels),
      },
      text: each(size * textWidth, () => (2 * random.uniform() - 1) / Math.sqrt(textWidth)),
      chosen: each(size, () => random.int(2)),
    };
  });
}

/** Our engine on the published net: ms per step, with what finds the rows that a batch touches. */
export async function openPublished(
  form: TowerForm,
  { l2, learningRate }: Pick<TwoTowerConfig, "l2" | "learningRate">,
  pairs: readonly Pairs[],
  threads: number,
): Promise<Contestant> {
  const step = await openTrainingStep(publishedNet(form, l2), { adam: adamDefaults }, { threads });
  const state = newState(step.plan, 1);
  return {
    name: "Twinstream, the published net",
    threads,
    round: () =>
      timed(pairs.length, async () => {
        for (const each of pairs) await step.run(state, batchOf(each), learningRate);
      }),
    close: step.close,
  };
}

function batchOf({ ids, text, chosen }: Pairs): Batch {
  const touched = Object.entries(ids).map(([name, own]) => [name, touchedRows(own)] as const);
  return {
    inputs: {
      ...Object.fromEntries(touched.map(([name, { places }]) => [name, ints(places)])),
      text: floats(text, [chosen.length, textWidth]),
      chosen: floats(chosen, [chosen.length, 1]),
    },
    rows: Object.fromEntries(touched.map(([name, { rows }]) => [`${name}/vectors`, rows])),
  };
}
