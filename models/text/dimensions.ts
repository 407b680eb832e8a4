import { formatNumber, type UnitName } from "./units.ts";

/** One size of a dimension, as it was read. */
export interface Size {
  readonly value: number;
  readonly unit: UnitName | undefined;
}

const lengths: ReadonlySet<UnitName> = new Set(["in", "ft", "yd", "mm", "cm"]);
const lumberWidths: Readonly<Record<number, readonly number[]>> = {
  1: [2, 3, 4, 6, 8, 10, 12],
  1.25: [4, 6],
  2: [2, 3, 4, 6, 8, 10, 12],
  4: [4, 6],
  6: [6],
};

/**
 * The words of a dimension: the pair of its first two sizes, then every size whose unit is given or understood. Lumber is
 * understood as inches by inches by feet (`2x4x8` is `2x4 8ft`), a third size of anything else as inches.
 */
export function writeDimension(read: readonly Size[]): string {
  const parts = shareLastUnit(read);
  const words = new Set<string>();
  const hasPair = parts.every((part) => part.unit === undefined || lengths.has(part.unit));
  if (hasPair) words.add(writePair(parts));
  for (const [index, part] of parts.entries()) {
    const unit = part.unit ?? (index < 2 ? undefined : understoodUnit(parts, part.value));
    if (unit !== undefined) words.add(`${formatNumber(part.value)}${unit}`);
    else if (!hasPair) words.add(formatNumber(part.value));
  }
  return [...words].join(" ");
}

// a board of 1/2 in. x 4 ft. x 8 ft. is called 4x8
function writePair(parts: readonly Size[]): string {
  const [first, second, third] = parts;
  const start = third !== undefined && first?.unit !== second?.unit && second?.unit === third.unit ? 1 : 0;
  return parts
    .slice(start, start + 2)
    .map((part) => formatNumber(part.value))
    .join("x");
}

// 30x15x24 in. gives the unit once for all
function shareLastUnit(parts: readonly Size[]): readonly Size[] {
  const last = parts.at(-1) as Size;
  const others = parts.slice(0, -1);
  if (last.unit === undefined || others.some((part) => part.unit !== undefined) || !lengths.has(last.unit))
    return parts;
  if (parts.length > 2 && last.unit === "ft" && isLumber(parts, last.value)) return parts;
  return [...others.map((part) => ({ ...part, unit: last.unit })), last];
}

function understoodUnit(parts: readonly Size[], value: number): UnitName {
  return isLumber(parts, value) && parts.every((part) => part.unit === undefined || part.unit === "in") ? "ft" : "in";
}

function isLumber(parts: readonly Size[], length: number): boolean {
  const [thickness, width] = [parts[0]?.value ?? 0, parts[1]?.value ?? 0];
  return (lumberWidths[thickness]?.includes(width) ?? false) && length >= 4 && length <= 24;
}
