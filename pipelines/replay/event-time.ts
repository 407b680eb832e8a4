/** 2020-01-01T00:00:00Z, the time of the first event of a file that has no times. */
const baseTime = 1_577_836_800_000;

/** The time that stands in for one that a file does not tell: a second per event, the same in every replay. */
export function timeAt(index: number): number {
  return baseTime + index * 1_000;
}

const isoPattern = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d+))?\s*(Z|UTC|[+-]\d{2}:?\d{2})?)?$/i;

/**
 * Milliseconds since 1970 UTC of an ISO 8601 time (UTC where it names no zone, a blank may stand for the T) or of an epoch in seconds,
 * milliseconds, or microseconds, told apart by size; NaN for anything else.
 */
export function parseTime(value: unknown): number {
  if (value instanceof Date) return value.getTime();
  if (typeof value === "number" || typeof value === "bigint") return fromEpoch(Number(value));
  if (typeof value !== "string") return Number.NaN;
  const text = value.trim();
  return /^\d+(\.\d+)?$/.test(text) ? fromEpoch(Number(text)) : fromIso(text);
}

function fromIso(text: string): number {
  const match = isoPattern.exec(text);
  if (match === null) return Number.NaN;
  const [, date, clock = "00:00", fraction = "0", zone = "Z"] = match;
  const offset = /^(Z|UTC)$/i.test(zone) ? "Z" : zone.replace(/^(...):?(..)$/, "$1:$2");
  return Date.parse(
    `${date}T${clock.length === 5 ? `${clock}:00` : clock}.${fraction.padEnd(3, "0").slice(0, 3)}${offset}`,
  );
}

/** The years 1990 to 2100 are apart in the three units, so a number has one meaning; outside them it is left for the check to refuse. */
function fromEpoch(epoch: number): number {
  if (epoch < 1e10) return Math.round(epoch * 1_000);
  return Math.round(epoch > 1e14 ? epoch / 1_000 : epoch);
}
