import type { ColumnBins } from "./binning.ts";
import type { ColumnPlace, FewRows, Histogram } from "./histogram-source.ts";
import type { TreeViews } from "./tree-memory.ts";

/** Up to so many rows it is quicker to note which bins they have than to go through all bins. */
const most = 48;
const mostBins = 256;
const wordBits = 32;

/** A column's part of a histogram that changes from node to node. */
interface MovingPlace extends ColumnPlace {
  start: number;
  valueBins: number;
  hasMissing: boolean;
}

/** Histograms of nodes with few rows, of the columns at `own`: of numbers they hold only the bins that occur. */
export function fewRowsOf(
  { bins, order, residuals, hessians }: TreeViews,
  columns: readonly ColumnBins[],
  own: Uint32Array,
): FewRows {
  const room = own.reduce((sum, column) => sum + Math.min(roomOf(columns[column]!), columns[column]!.bins), 0);
  const hasHessians = hessians.length > 0;
  const places = new Array<MovingPlace | undefined>(columns.length).fill(undefined);
  for (const column of own) places[column] = { column, start: 0, valueBins: 0, hasMissing: false };
  const found = {
    sums: new Float64Array(2 * room),
    weights: hasHessians ? new Float64Array(2 * room) : undefined,
    places,
    bins: new Uint8Array(room),
  };
  const cells = new Float64Array(3 * mostBins);
  const isMet = new Int32Array(mostBins / wordBits);
  const rowAt = new Uint32Array(most);

  /** Adds the rows of a column up by bins, and notes which bins occur. */
  const addRows = (begin: number, rows: number, column: number): void => {
    for (let i = 0; i < rows; i++) {
      const bin = bins[rowAt[i]! + column]!;
      isMet[bin >> 5]! |= 1 << (bin & 31);
      const row = order[begin + i]!;
      cells[3 * bin]! += residuals[row]!;
      cells[3 * bin + 1]!++;
      if (hasHessians) cells[3 * bin + 2]! += hessians[row]!;
    }
  };

  /** Moves a bin to its place in the histogram. */
  const move = (bin: number, at: number): void => {
    found.bins[at] = bin;
    found.sums[2 * at] = cells[3 * bin]!;
    found.sums[2 * at + 1] = cells[3 * bin + 1]!;
    if (found.weights) found.weights[2 * at] = cells[3 * bin + 2]!;
    cells[3 * bin] = 0;
    cells[3 * bin + 1] = 0;
    cells[3 * bin + 2] = 0;
  };

  const moveMet = (start: number): number => {
    let at = start;
    for (let word = 0; word < isMet.length; word++) {
      for (let bits = isMet[word]!; bits !== 0; bits &= bits - 1) {
        move(word * wordBits + (31 - Math.clz32(bits & -bits)), at++);
      }
      isMet[word] = 0;
    }
    return at;
  };

  const histogram = (begin: number, end: number, some: Uint32Array): Histogram => {
    const rows = end - begin;
    for (let i = 0; i < rows; i++) rowAt[i] = order[begin + i]! * columns.length;
    let next = 0;
    for (const column of some) {
      const place = places[column];
      if (place === undefined) continue;
      addRows(begin, rows, column);
      const { kind, bins: all, hasMissing } = columns[column]!;
      place.start = next;
      if (kind === "category") {
        isMet.fill(0);
        for (let bin = 0; bin < all; bin++) move(bin, next++);
      } else next = moveMet(next);
      place.hasMissing = hasMissing && found.bins[next - 1] === all - 1;
      place.valueBins = next - place.start - Number(place.hasMissing);
    }
    return found;
  };
  return { most, histogram };
}

/** Sets are looked for among all bins. */
function roomOf({ kind }: ColumnBins): number {
  return kind === "category" ? mostBins : most;
}
