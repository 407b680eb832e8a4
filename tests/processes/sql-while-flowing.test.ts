import { join } from "node:path";
import { afterEach, expect, onTestFinished, test } from "vitest";
import { endChildren, startTwinstream, twinstream } from "../../bench/support/child.ts";
import { shopEvents } from "../../bench/support/shop-file.ts";
import { systemClock } from "../../connectors/clock.ts";
import { openDataFolder } from "../../connectors/files/data-folder.ts";
import { inBatches } from "../../pipelines/batches.ts";
import { feed } from "../../pipelines/feed.ts";
import { openLog } from "../../pipelines/log-place.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const events = shopEvents(0, 250, 0);
const searches = events.flatMap((fed) => (fed.topic === "searches" ? [fed.event] : []));
const labels = events.flatMap((fed) => (fed.topic === "labels" ? [fed.event] : []));
const interactions = events.flatMap((fed) => (fed.topic === "interactions" ? [fed.event] : []));
const catalog = events.flatMap((fed) => (fed.topic === "catalog" ? [fed.event] : []));
const judged = labels.filter(({ query }) => query !== null);
const judgedPairs = judged.flatMap(({ products }) => products);
const sizes = new Map([...searches, ...judged].map(({ eventId, products }) => [eventId, products.length]));
// Nobody has trained a model here, so every score is this.
const fixedScore = 2.5;

type Row = Readonly<Record<string, unknown>>;

interface Question {
  readonly sql: string;
  /** Columns that may not be beyond the answer while events flow. */
  readonly counts: readonly string[];
  /** Worked out from the events. */
  readonly answer: readonly Row[];
}

/** What an analyst asks. */
const questions: readonly Question[] = [
  {
    sql: "SELECT count(*) AS searches, count(DISTINCT session_id) AS visits, max(product_count) AS longest FROM searches",
    counts: ["searches", "visits"],
    answer: [
      {
        searches: searches.length,
        visits: new Set(searches.map(({ sessionId }) => sessionId)).size,
        longest: Math.max(...searches.map(({ products }) => products.length)),
      },
    ],
  },
  {
    sql: "SELECT query, count(*) AS times FROM searches GROUP BY query ORDER BY times DESC, query LIMIT 5",
    counts: [],
    answer: top(
      countBy(searches, ({ query }) => query),
      5,
    ).map(([query, times]) => ({ query, times })),
  },
  {
    sql: "SELECT query, searches FROM zero_results ORDER BY searches DESC, query",
    counts: [],
    answer: top(
      countBy(
        searches.filter(({ products }) => products.length === 0),
        ({ query }) => query.trim().toLowerCase(),
      ),
    ).map(([query, times]) => ({ query, searches: times })),
  },
  {
    sql: "SELECT count(*) AS pairs, count(grade) AS graded, count(DISTINCT event_id) AS scored FROM scores",
    counts: ["pairs", "graded", "scored"],
    answer: [
      {
        pairs: [...sizes.values()].reduce((sum, size) => sum + size, 0),
        graded: judgedPairs.length,
        scored: [...sizes.values()].filter((size) => size > 0).length,
      },
    ],
  },
  {
    sql: "SELECT type, count(*) AS times FROM interactions GROUP BY type ORDER BY type",
    counts: [],
    answer: [...countBy(interactions, ({ type }) => type)].sort().map(([type, times]) => ({ type, times })),
  },
  {
    sql: "SELECT sum(price * quantity) AS revenue, count(*) AS orders FROM interactions WHERE type = 'order'",
    counts: ["orders", "revenue"],
    answer: [revenue()],
  },
  {
    sql: "SELECT brand, count(*) AS pairs, avg(grade) AS grade FROM scores WHERE grade IS NOT NULL GROUP BY brand ORDER BY pairs DESC, brand LIMIT 5",
    counts: [],
    answer: top(
      countBy(judgedPairs, ({ brand }) => brand!),
      5,
    ).map(([brand, pairs]) => ({
      brand,
      pairs,
      grade: mean(judgedPairs.filter((product) => product.brand === brand).map(({ grade }) => grade!)),
    })),
  },
  {
    sql: "SELECT position, shown, clicks FROM click_through_by_position WHERE position <= 3",
    counts: [],
    answer: [1, 2, 3].map((position) => ({ position, ...shownAndClicked(position) })),
  },
  {
    sql: "SELECT category, count(*) AS products FROM catalog GROUP BY category ORDER BY products DESC, category LIMIT 4",
    counts: [],
    answer: top(
      countBy(catalog, ({ category }) => category!),
      4,
    ).map(([category, products]) => ({ category, products })),
  },
  {
    sql: "SELECT sum(pairs)::BIGINT AS pairs, sum(searches)::BIGINT AS searches, sqrt(sum(rmse * rmse * pairs) / sum(pairs)) AS rmse FROM model_quality WHERE slice = 'all'",
    counts: ["pairs", "searches"],
    answer: [
      {
        pairs: judgedPairs.length,
        searches: judged.length,
        rmse: Math.sqrt(mean(judgedPairs.map(({ grade }) => (fixedScore - grade!) ** 2))),
      },
    ],
  },
];

/** Of each event that is there at all, every product must be. */
const wholeEvents = "SELECT event_id, count(*) AS pairs FROM scores GROUP BY event_id";

afterEach(endChildren);

test("sql: ten questions asked in a second process while events flow, with right numbers at last", async () => {
  const data = join(temporaryFolder(), "data");
  const log = await openLog({ engine: "embedded" }, (await openDataFolder(data)).log, { partitions: 4 });
  onTestFinished(() => log.close());
  const stages = startTwinstream(["run", "--quiet", "--data", data]);
  const options = { clock: systemClock, signal: new AbortController().signal, maxBacklog: 20_000 };
  const eventsPerQuestion = Math.ceil(events.length / questions.length);
  const growth = [0];
  for (const [i, { sql, counts, answer }] of questions.entries()) {
    const slice = events.slice(i * eventsPerQuestion, (i + 1) * eventsPerQuestion);
    await feed(log, inBatches(slice, 20), options);
    const [[row], whole] = await Promise.all([ask(data, sql), ask(data, wholeEvents)]);
    for (const name of counts) expect(row![name] ?? 0, sql).toBeLessThanOrEqual((answer[0]![name] as number) + 1e-6);
    for (const { event_id, pairs } of whole) expect(pairs, String(event_id)).toBe(sizes.get(event_id as string));
    growth.push(whole.reduce((sum, event) => sum + (event.pairs as number), 0));
  }
  expect(growth).toEqual(growth.toSorted((a, b) => a - b));
  expect(new Set(growth).size, "questions saw the tables grow").toBeGreaterThan(2);
  expect(stages.isAlive()).toBe(true);
  await stages.kill();
  await twinstream(["run", "--drain", "--quiet", "--data", data]);
  for (let i = 0; i < questions.length; i += 2)
    await Promise.all(questions.slice(i, i + 2).map((question) => check(question, data)));
});

async function ask(data: string, sql: string): Promise<readonly Row[]> {
  return JSON.parse(await twinstream(["sql", sql, "--format", "json", "--data", data]));
}

async function check({ sql, answer }: Question, data: string): Promise<void> {
  const found = await ask(data, sql);
  const close = (value: unknown) => (typeof value === "number" ? expect.closeTo(value, 6) : value);
  const loosely = answer.map((row) => Object.fromEntries(Object.entries(row).map(([name, v]) => [name, close(v)])));
  expect(answer.length, sql).toBeGreaterThan(0);
  expect(found, sql).toEqual(loosely);
}

function countBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

/** Highest count first, equal ones by their bytes, as DuckDB sorts. */
function top(counts: ReadonlyMap<string, number>, most = counts.size): (readonly [string, number])[] {
  return [...counts]
    .sort(([a, countA], [b, countB]) => countB - countA || Buffer.compare(Buffer.from(a), Buffer.from(b)))
    .slice(0, most);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function revenue() {
  const orders = interactions.filter(({ type }) => type === "order");
  return { revenue: orders.reduce((sum, { price, quantity }) => sum + price! * quantity!, 0), orders: orders.length };
}

/** How many live searches showed a product at a position, and for how many of them that product was clicked. */
function shownAndClicked(position: number) {
  const clicked = new Set(
    interactions.filter(({ type }) => type === "click").map(({ refersTo, productId }) => `${refersTo} ${productId}`),
  );
  const shown = searches.flatMap(({ eventId, products }) =>
    products.filter((product) => product.position === position).map(({ productId }) => `${eventId} ${productId}`),
  );
  return { shown: shown.length, clicks: shown.filter((pair) => clicked.has(pair)).length };
}
