import { ubi } from "../replay/presets/ubi.ts";
import { stableId } from "../replay/stable-id.ts";
import { checked } from "./json-event.ts";
import { isObject } from "./json-value.ts";
import type { ReadEvent } from "./read-events.ts";
import { orRefused } from "./unfit.ts";

/** What records are read with. */
export interface UbiSending {
  readonly source: string;
  /** Queries of UBI name their products by id alone. */
  titleOf(productId: string): string | undefined;
}

/** Records of OpenSearch User Behavior Insights as events, by the rules of `replay --preset ubi`: what is replayed from a file and sent as well is there once. */
export function ubiEvents(records: readonly unknown[], { source, titleOf }: UbiSending): readonly ReadEvent[] {
  const leftOut: { readonly what: string; readonly count: number }[] = [];
  const parser = ubi.open({
    source,
    labelRange: undefined,
    eventId: (...parts) => stableId(source, null, parts),
    ownId: (id) => id,
    timeAt: () => Number.NaN,
    titleOf,
    skip: (what, count = 1) => leftOut.push({ what, count }),
  });
  for (const record of records) if (isObject(record)) parser.survey!(record);
  return records.map((record): ReadEvent => {
    if (!isObject(record)) return { refused: "the record is no object; send ubi_queries and ubi_events as they are" };
    // Where in a file a record stands tells equal ones apart there; sent again, it is the same one.
    const [reading] = parser.read(record, 0);
    const [left] = leftOut.splice(0);
    if (reading === undefined || "pair" in reading) return { skipped: left!.what };
    if ("error" in reading) return { refused: reading.error };
    const note = left && `${left.count} of its products left out; send them to the catalog first, for their titles`;
    return orRefused(() => ({ fed: checked(reading.imported), ...(note && { note }) }));
  });
}
