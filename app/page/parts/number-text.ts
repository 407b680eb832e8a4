/** A count for people, such as `12,345`; an en dash where it is not known. */
export function countText(value: number | null | undefined): string {
  return value === null || value === undefined ? unknown : Math.round(value).toLocaleString("en");
}

/** So many a second: small ones with a digit, so that slow is not taken for still. */
export function rateText(value: number | null | undefined): string {
  if (value === null || value === undefined) return unknown;
  return value > 0 && value < 10 ? value.toFixed(1) : countText(value);
}

/** A time in the unit that suits it. */
export function timeText(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return unknown;
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  return ms < 10_000 ? `${Math.round(ms)} ms` : `${Math.round(ms / 1000)} s`;
}

/** Bytes in the unit that suits them. */
export function bytesText(bytes: number): string {
  return bytes < 2 ** 30 ? `${Math.round(bytes / 2 ** 20)} MB` : `${(bytes / 2 ** 30).toFixed(1)} GB`;
}

/** A figure of quality to so many digits. */
export function figureText(value: number | null | undefined, digits = 3): string {
  return value === null || value === undefined ? unknown : value.toFixed(digits);
}

const unknown = "–";
