import { performance } from "node:perf_hooks";
import { othersTurn } from "../../models/others-turn.ts";
import { ItemCosine } from "../../models/recommend/item-cosine.ts";
import { listFigures } from "../../models/recommend/list-figures.ts";
import {
  figuresOfRanks,
  meanFigures,
  ranksOf,
  ratioOf,
  sampledFigures,
} from "../../models/recommend/recommendation-figures.ts";
import { BestOf } from "../../models/retrieval/best-of.ts";
import type { TwoTowerState } from "../../models/two-tower/two-tower-file.ts";
import type { TwoTowerModel } from "../../models/two-tower/two-tower-model.ts";
import {
  type RecommenderJudgement,
  type VisitorFigures,
  type Way,
  type WayFigures,
  wayNames,
} from "../../schemas/recommender.ts";
import { drawItems, separationsOf } from "./item-space.ts";
import { scoredVisitors } from "./score-visitors.ts";

/** What somebody chose in the time of the test: products of the model's catalog, each once. */
export interface TestVisitor {
  readonly name: string;
  readonly chosen: Int32Array;
}

const negatives = 99;
const listLength = 10;
const timedVisitors = 200;

interface Figured {
  readonly choices: number;
  readonly ways: { readonly [way in Way]: VisitorFigures };
}

type Slice = "full" | "warm" | "cold" | "coldAmongCold" | "sampled";

/** Measures a model on what visitors chose after its training, beside popularity and item-to-item cosine, which know what the model knows. */
export async function judgeRecommender(
  model: TwoTowerModel,
  visitors: readonly TestVisitor[],
  seed: number,
): Promise<RecommenderJudgement> {
  const { counts } = model.state;
  const popularity = Float32Array.from(counts);
  const cosine = cosineOf(model.state);
  const slices: Record<Slice, Figured[]> = { full: [], warm: [], cold: [], coldAmongCold: [], sampled: [] };
  const lists: Record<Way, Int32Array[]> = { model: [], popularity: [], itemToItem: [] };
  let place = 0;
  for await (const [visitor, scores] of scoredVisitors(model, visitors)) {
    const ways = { model: scores, popularity, itemToItem: cosine.scores(model.visitor(visitor.name).recent) };
    figure(slices, visitor, ways, counts, seed + place++);
    for (const way of wayNames) lists[way].push(firstOf(ways[way]));
    await othersTurn();
  }
  const of = (slice: Slice) => wayFigures(slices[slice], seed);
  return {
    catalog: counts.length,
    ...{
      full: of("full"),
      warm: of("warm"),
      cold: of("cold"),
      coldAmongCold: of("coldAmongCold"),
      sampled: of("sampled"),
    },
    times: {
      popularity: timesOf(slices.full, "popularity", seed),
      itemToItem: timesOf(slices.full, "itemToItem", seed),
    },
    lists: {
      model: listFigures(lists.model, counts),
      popularity: listFigures(lists.popularity, counts),
      itemToItem: listFigures(lists.itemToItem, counts),
      chosen: listFigures(
        visitors.map(({ chosen }) => chosen),
        counts,
      ),
    },
    separations: await separationsOf(drawItems(model)),
    latencyMs: await latencyOf(model, visitors),
  };
}

function figure(
  slices: Record<Slice, Figured[]>,
  { chosen }: TestVisitor,
  scores: { readonly [way in Way]: Float32Array },
  counts: Int32Array,
  seed: number,
): void {
  const isCold = (item: number) => counts[item] === 0;
  const ranks = {
    model: ranksOf(scores.model, chosen),
    popularity: ranksOf(scores.popularity, chosen),
    itemToItem: ranksOf(scores.itemToItem, chosen),
  };
  const add = (slice: Slice, choices: number, of: (way: Way) => VisitorFigures) => {
    if (choices > 0)
      slices[slice].push({
        choices,
        ways: { model: of("model"), popularity: of("popularity"), itemToItem: of("itemToItem") },
      });
  };
  const ofSome = (wanted: (item: number) => boolean) => (way: Way) =>
    figuresOfRanks(
      ranks[way].filter((_, place) => wanted(chosen[place]!)),
      counts.length,
    );
  const cold = chosen.filter(isCold);
  const coldProducts = counts.reduce((sum, count) => sum + Number(count === 0), 0);
  add(
    "full",
    chosen.length,
    ofSome(() => true),
  );
  add(
    "warm",
    chosen.length - cold.length,
    ofSome((item) => !isCold(item)),
  );
  add("cold", cold.length, ofSome(isCold));
  add("coldAmongCold", cold.length, (way) => figuresOfRanks(ranksOf(scores[way], cold, isCold), coldProducts));
  add("sampled", chosen.length, (way) => sampledFigures(scores[way], chosen, negatives, seed));
}

function wayFigures(figured: readonly Figured[], seed: number): WayFigures {
  const of = (way: Way) =>
    meanFigures(
      figured.map(({ ways }) => ways[way]),
      seed,
    );
  return {
    visitors: figured.length,
    choices: figured.reduce((sum, { choices }) => sum + choices, 0),
    ways: { model: of("model"), popularity: of("popularity"), itemToItem: of("itemToItem") },
  };
}

function timesOf(figured: readonly Figured[], way: Way, seed: number) {
  const of = (name: keyof VisitorFigures) =>
    ratioOf(
      figured.map(({ ways }) => ways.model[name]),
      figured.map(({ ways }) => ways[way][name]),
      seed,
    );
  return { hitRate10: of("hitRate10"), mrr: of("mrr"), ndcg10: of("ndcg10") };
}

/** Item-to-item cosine of the histories that a model carries. */
function cosineOf({ histories, items }: TwoTowerState): ItemCosine {
  const all = [...histories.values()];
  const users = all.flatMap((recent, user) => Array.from(recent, () => user));
  const chosen = { users: Int32Array.from(users), items: Int32Array.from(all.flatMap((recent) => [...recent])) };
  return new ItemCosine({ ...chosen, times: new Float64Array(users.length) }, all.length, items.length);
}

function firstOf(scores: Float32Array): Int32Array {
  const best = new BestOf(listLength);
  for (let item = 0; item < scores.length; item++) if (scores[item]! > best.threshold) best.offer(item, scores[item]!);
  return best.ranked().documents;
}

async function latencyOf(model: TwoTowerModel, visitors: readonly TestVisitor[]) {
  const took: number[] = [];
  for (const { name } of visitors.slice(0, timedVisitors)) {
    const began = performance.now();
    await model.forVisitor(model.visitor(name), listLength);
    took.push(performance.now() - began);
  }
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { p50: at(0.5), p99: at(0.99) };
}
