/**
 * The optimal string alignment distance (insertions, deletions, substitutions and swaps of neighbours, no part edited twice) by
 * UTF-16 units, or `limit + 1` when it is more than `limit`.
 */
export function osaDistance(first: string, second: string, limit: number): number {
  return first.length <= second.length ? distanceTo(second, first, limit) : distanceTo(first, second, limit);
}

function distanceTo(long: string, short: string, limit: number): number {
  if (long.length - short.length > limit) return limit + 1;
  let start = 0;
  while (start < short.length && short.charCodeAt(start) === long.charCodeAt(start)) start++;
  let shortEnd = short.length;
  let longEnd = long.length;
  while (shortEnd > start && short.charCodeAt(shortEnd - 1) === long.charCodeAt(longEnd - 1)) {
    shortEnd--;
    longEnd--;
  }
  if (shortEnd === start) return Math.min(longEnd - start, limit + 1);
  if (shortEnd - start > wordBits) return fillTable(short.slice(start, shortEnd), long.slice(start, longEnd), limit);
  markUnits(short, start, shortEnd);
  const distance = countEdits(shortEnd - start, long, start, longEnd);
  for (let i = start; i < shortEnd; i++) unitBits[short.charCodeAt(i)] = 0;
  return Math.min(distance, limit + 1);
}

const wordBits = 32;
/** For each UTF-16 unit the places that have it in the word that is compared, one bit each; all are 0 in between. */
const unitBits = new Int32Array(2 ** 16);

function markUnits(word: string, start: number, end: number): void {
  for (let i = start; i < end; i++) unitBits[word.charCodeAt(i)]! |= 1 << (i - start);
}

/**
 * The distance of the word whose units are marked, of so many units, to a part of another: a column of the table at a time, each as bits that say where
 * it goes up or down by one (Hyyro 2003, "A bit-vector algorithm for computing Levenshtein and Damerau edit distances", Nordic Journal of Computing 10).
 */
function countEdits(rows: number, columns: string, start: number, end: number): number {
  const lastRow = 1 << (rows - 1);
  let up = -1;
  let down = 0;
  let same = 0;
  let before = 0;
  let distance = rows;
  for (let i = start; i < end; i++) {
    const units = unitBits[columns.charCodeAt(i)]!;
    const swapped = ((~same & units) << 1) & before;
    same = ((((units & up) + up) | 0) ^ up) | units | down | swapped;
    const right = down | ~(same | up);
    const left = same & up;
    if ((right & lastRow) !== 0) distance++;
    else if ((left & lastRow) !== 0) distance--;
    const shifted = (right << 1) | 1;
    up = (left << 1) | ~(same | shifted);
    down = shifted & same;
    before = units;
  }
  return distance;
}

function fillTable(rows: string, columns: string, limit: number): number {
  const width = columns.length + 1;
  let [beforePrevious, previous, current] = linesFor(width);
  for (let column = 0; column < width; column++) previous[column] = column;
  for (let row = 1; row <= rows.length; row++) {
    current[0] = row;
    let best = row;
    for (let column = 1; column < width; column++) {
      const isSame = rows.charCodeAt(row - 1) === columns.charCodeAt(column - 1);
      let cost = Math.min(previous[column]! + 1, current[column - 1]! + 1, previous[column - 1]! + (isSame ? 0 : 1));
      if (isSwap(rows, columns, row, column)) cost = Math.min(cost, beforePrevious[column - 2]! + 1);
      current[column] = cost;
      if (cost < best) best = cost;
    }
    // a swap can still reach back one row, so both must be past the limit
    if (best > limit + 1) return limit + 1;
    [beforePrevious, previous, current] = [previous, current, beforePrevious];
  }
  return Math.min(previous[columns.length]!, limit + 1);
}

type Lines = readonly [Int32Array, Int32Array, Int32Array];

const shortLines: Lines = [new Int32Array(64), new Int32Array(64), new Int32Array(64)];

/** Three lines of the table, used again for words of usual length: making them would cost more than filling them. */
function linesFor(width: number): Lines {
  return width <= 64 ? shortLines : [new Int32Array(width), new Int32Array(width), new Int32Array(width)];
}

function isSwap(rows: string, columns: string, row: number, column: number): boolean {
  return (
    row > 1 &&
    column > 1 &&
    rows.charCodeAt(row - 1) === columns.charCodeAt(column - 2) &&
    rows.charCodeAt(row - 2) === columns.charCodeAt(column - 1)
  );
}
