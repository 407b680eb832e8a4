import type { TableName } from "../../schemas/tables.ts";
import type { CompactionReport, FeatureStore, PlacedRow, Source } from "../feature-store.ts";

/** Rows of one table, whichever it is. */
export type Rows = readonly PlacedRow<TableName>[];

/** A topic partition, and the table that its rows go into. */
export interface Place {
  readonly table: TableName;
  readonly topic: string;
  readonly partition: number;
}

/** A range that is to be kept, and the position that it goes on from: where the range before it ends. */
export interface Range extends Place {
  readonly from: number;
  readonly first: number;
  readonly last: number;
}

/** Where ranges are kept: a chain for each place, in which each range goes on from the one before it. */
export interface Ranges {
  /** The offset after the last range that is kept, by whomever, or undefined; finishes what a killed writer left half done. */
  position(place: Place): Promise<number | undefined>;
  /** Keeps a range whole. False when another writer has gone on from the same position: then nothing of it is kept. */
  publish(range: Range, rows: Rows): Promise<boolean>;
  compact(): Promise<CompactionReport>;
  close(): Promise<void>;
}

/** Tables over ranges, wherever those are kept; one piece of work at a time. */
export function createRangeStore(ranges: Ranges): FeatureStore {
  return new RangeStore(ranges);
}

/** What is known of a place. */
interface Known {
  /** The offset after the last range that is kept, by whomever. */
  position: number | undefined;
  /** The position that the caller knows of. */
  told: number;
}

class RangeStore implements FeatureStore {
  private readonly ranges: Ranges;
  private readonly known = new Map<string, Known>();
  private working: Promise<unknown> = Promise.resolve();

  constructor(ranges: Ranges) {
    this.ranges = ranges;
  }

  async keep<Name extends TableName>(table: Name, source: Source, rows: readonly PlacedRow<Name>[]): Promise<void> {
    checkRange(table, source, rows);
    await this.inTurn(() => this.keepRange({ table, topic: source.topic, partition: source.partition }, source, rows));
  }

  nextOffset(table: TableName, topic: string, partition: number): Promise<number | undefined> {
    return this.inTurn(async () => {
      const known = await this.refresh({ table, topic, partition });
      known.told = known.position ?? 0;
      return known.position;
    });
  }

  compact(): Promise<CompactionReport> {
    return this.inTurn(() => this.ranges.compact());
  }

  async close(): Promise<void> {
    await this.inTurn(() => this.ranges.close());
  }

  /** What writes the files serves one piece of work at a time. */
  private inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.working.then(work);
    this.working = result.catch(() => "the caller has the error");
    return result;
  }

  private async keepRange(place: Place, source: Source, rows: Rows): Promise<void> {
    const known = this.known.get(keyOf(place)) ?? (await this.firstSight(place));
    if (source.firstOffset < known.told) {
      const what = `${place.table}: ${place.topic}-${place.partition} is kept up to ${known.told}`;
      throw new Error(`${what}, not ${source.firstOffset}`);
    }
    try {
      await this.keepBeyond(place, source, rows, known);
    } catch (error) {
      this.known.delete(keyOf(place));
      throw error;
    }
    known.told = source.lastOffset + 1;
  }

  /** Keeps what nobody has kept yet: where another writer is ahead, only the rest of the range. */
  private async keepBeyond(place: Place, source: Source, rows: Rows, known: Known): Promise<void> {
    while ((known.position ?? 0) <= source.lastOffset) {
      const from = known.position ?? 0;
      const range = { ...place, from, first: Math.max(source.firstOffset, from), last: source.lastOffset };
      const rest = rows.filter((placed) => placed.offset >= from);
      if (await this.ranges.publish(range, rest)) {
        known.position = source.lastOffset + 1;
        return;
      }
      await this.refresh(place);
    }
  }

  private async firstSight(place: Place): Promise<Known> {
    const known = await this.refresh(place);
    known.told = known.position ?? 0;
    return known;
  }

  private async refresh(place: Place): Promise<Known> {
    const known = this.known.get(keyOf(place)) ?? { position: undefined, told: 0 };
    known.position = await this.ranges.position(place);
    this.known.set(keyOf(place), known);
    return known;
  }
}

/** A place as a key, as messages name it. */
export function keyOf({ table, topic, partition }: Place): string {
  return `${table}/${topic}-${partition}`;
}

function checkRange(table: TableName, source: Source, rows: Rows): void {
  const { topic, partition, firstOffset, lastOffset } = source;
  const isRange = Number.isSafeInteger(firstOffset) && firstOffset >= 0 && Number.isSafeInteger(lastOffset);
  if (!isRange || lastOffset < firstOffset) {
    throw new Error(`${table}: ${firstOffset} to ${lastOffset} is no range of ${topic}-${partition}`);
  }
  const outside = rows.find((row) => !(row.offset >= firstOffset && row.offset <= lastOffset));
  if (outside !== undefined) {
    throw new Error(`${table}: a row of offset ${outside.offset} is outside ${firstOffset} to ${lastOffset}`);
  }
}
