import { runSql } from "../../connectors/duckdb/run-sql.ts";
import type { EventLog } from "../../connectors/event-log.ts";
import type { FedEvent } from "../../pipelines/feed.ts";
import { taken } from "../../pipelines/testing.ts";

/** What should be there and is not, and what is there though it should not be, or too often. */
export interface Difference {
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
}

/** Compares what is there with what should be; a text that should be there twice is lost when it is there once. */
export function difference(expected: readonly string[], found: readonly string[]): Difference {
  const left = new Map<string, number>();
  for (const text of expected) left.set(text, (left.get(text) ?? 0) + 1);
  for (const text of found) left.set(text, (left.get(text) ?? 0) - 1);
  const beyond = (sign: 1 | -1) => [...left].filter(([, count]) => count * sign > 0).map(([text]) => text);
  return { lost: beyond(1), doubled: beyond(-1) };
}

/** What became of events that were fed, by topic and by table, beside what the events say by themselves. */
export interface Account {
  readonly topics: Readonly<Record<"searches" | "labels" | "interactions" | "scores", Difference>>;
  readonly tables: Readonly<Record<keyof typeof tableRows, Difference>>;
  /** Pairs with a grade among the events, and as the evaluations of topic and table add them up. */
  readonly gradedPairs: { readonly expected: number; readonly topic: number; readonly table: number };
  readonly deadLetters: number;
}

/** Accounts for everything fed into a log and its tables. */
export async function accountFor(events: readonly FedEvent[], log: EventLog, tablesFolder: string): Promise<Account> {
  const idsIn = async (topic: "searches" | "labels" | "interactions" | "scores") =>
    (await taken(log, topic)).map((event) => event.eventId);
  const wholes = (await taken(log, "evaluations")).filter(({ slice }) => slice === "all");
  const [table] = await rowsOf(
    tablesFolder,
    "SELECT coalesce(sum(pairs), 0)::BIGINT FROM evaluations WHERE slice = 'all'",
  );
  const tables: Partial<Record<keyof typeof tableRows, Difference>> = {};
  for (const name of Object.keys(tableRows) as (keyof typeof tableRows)[]) {
    const found = await rowsOf(tablesFolder, tableRows[name].sql);
    tables[name] = difference(events.flatMap(tableRows[name].of).map(text), found.map(text));
  }
  return {
    topics: {
      searches: difference(idsOf(events, "searches"), await idsIn("searches")),
      labels: difference(idsOf(events, "labels"), await idsIn("labels")),
      interactions: difference(idsOf(events, "interactions"), await idsIn("interactions")),
      scores: difference(
        scored(events).map(({ event }) => event.eventId),
        await idsIn("scores"),
      ),
    },
    tables: tables as Account["tables"],
    gradedPairs: {
      expected: scored(events).flatMap(({ topic, event }) => (topic === "labels" ? event.products : [])).length,
      topic: wholes.reduce((sum, { pairs }) => sum + pairs, 0),
      table: Number(table![0]),
    },
    deadLetters: (await taken(log, "dead-letters")).length,
  };
}

/** What is wrong in an account, in words; empty when everything is there once. */
export function faultsOf({ topics, tables, gradedPairs, deadLetters }: Account): readonly string[] {
  const differences = [
    ...Object.entries(topics).map(([name, found]) => [`topic ${name}`, found] as const),
    ...Object.entries(tables).map(([name, found]) => [`table ${name}`, found] as const),
  ].filter(([, { lost, doubled }]) => lost.length + doubled.length > 0);
  const faults = differences.map(
    ([where, { lost, doubled }]) =>
      `${where}: ${lost.length} lost, ${doubled.length} doubled, such as ${[...lost, ...doubled][0]}`,
  );
  const { expected, topic, table } = gradedPairs;
  if (topic !== expected || table !== expected)
    faults.push(`evaluations: ${topic} pairs in the topic and ${table} in the table, not ${expected}`);
  if (deadLetters > 0) faults.push(`${deadLetters} dead letters`);
  return faults;
}

type Row = readonly unknown[];
type EventOf<Topic extends FedEvent["topic"]> = Extract<FedEvent, { readonly topic: Topic }>;

/** Of each table: a row as an event says it, and as SQL reads it. */
const tableRows = {
  searches: {
    of: (fed: FedEvent): Row[] =>
      fed.topic === "searches" ? [[fed.event.eventId, fed.event.query, fed.event.products.length]] : [],
    sql: "SELECT event_id, query, product_count FROM searches",
  },
  labels: {
    of: (fed: FedEvent): Row[] =>
      fed.topic === "labels"
        ? fed.event.products.map((product) => [fed.event.eventId, product.productId, product.position, product.grade])
        : [],
    sql: "SELECT event_id, product_id, position, grade FROM labels",
  },
  interactions: {
    of: (fed: FedEvent): Row[] =>
      fed.topic === "interactions" ? [[fed.event.eventId, fed.event.type, fed.event.productId]] : [],
    sql: "SELECT event_id, type, product_id FROM interactions",
  },
  catalog: {
    of: (fed: FedEvent): Row[] => (fed.topic === "catalog" ? [[fed.event.productId, fed.event.title]] : []),
    sql: "SELECT product_id, title FROM catalog_history",
  },
  scores: {
    of: (fed: FedEvent): Row[] =>
      scored([fed]).flatMap(({ event }) =>
        event.products.map((product) => [
          event.eventId,
          product.productId,
          product.position,
          "grade" in product ? product.grade : null,
        ]),
      ),
    sql: "SELECT event_id, product_id, position, grade FROM scores",
  },
} as const;

/** The events that must be scored: all searches, and the labels that bring their texts along. */
function scored(events: readonly FedEvent[]): readonly (EventOf<"searches"> | EventOf<"labels">)[] {
  return events.filter(
    (fed): fed is EventOf<"searches"> | EventOf<"labels"> =>
      fed.topic === "searches" || (fed.topic === "labels" && fed.event.query !== null),
  );
}

function idsOf(events: readonly FedEvent[], topic: "searches" | "labels" | "interactions"): readonly string[] {
  return events.flatMap((fed) => (fed.topic === topic ? [fed.event.eventId] : []));
}

function text(row: Row): string {
  return JSON.stringify(row);
}

/** All rows that a SELECT gives of the tables in a folder. */
export async function rowsOf(tablesFolder: string, sql: string): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for await (const chunk of (await runSql({ tablesFolder, sql })).chunks) rows.push(...chunk);
  return rows;
}
