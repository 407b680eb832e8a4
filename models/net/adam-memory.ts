import type { AdamState, AdamStep } from "./adam.ts";
import { type AdamKernel, openAdamKernel } from "./adam-kernel.ts";

/** Numbers that learn, all in one memory, with room for their gradient: of a table the first rows of it, a row for each that a batch touches. */
export interface Learned extends AdamState {
  readonly gradient: Float32Array;
}

/** Rows to be added: each to as many rows of a sum as there are places for it, times the weights. */
export interface PlacedRows {
  readonly rows: Float32Array;
  readonly places: Int32Array;
  /** One for each place; 1 unless given. */
  readonly weights?: Float32Array;
}

/** So many numbers fill a line of the cache: lists begin with a line, so that rows of tables lie on few of them. */
const lineNumbers = 16;

/** Rows that are fetched together before they are stepped: tables are larger than the cache, and to wait for one row after the other takes most of the time. */
const rowsAhead = 16;

/** Numbers of arrays elsewhere that pass through the memory at once; few enough to stay in the fastest cache. */
const passedAtOnce = 4_096;

/**
 * WebAssembly's memory for all that a training learns. What Adam does is done where the numbers lie, four at a time in single precision:
 * a table's rows are many and far apart, so copying them would take longer than their step.
 */
export class AdamMemory {
  /** For each of `counts` so many numbers. */
  readonly learned: readonly Learned[];
  readonly #kernel: AdamKernel;
  /** What passes through; a row of `widest` numbers at least. */
  readonly #passed: Float32Array;

  /** Throws WebAssembly's error when the machine has no room, or for more than 268 million numbers, as 4 GiB hold no more. */
  constructor(counts: readonly number[], widest = 1) {
    const passed = Math.max(passedAtOnce, widest);
    this.#kernel = openAdamKernel(4 * (inLines(passed) + 4 * counts.reduce((sum, count) => sum + inLines(count), 0)));
    const { buffer } = this.#kernel.memory;
    let taken = 0;
    const take = (count: number) => {
      const list = new Float32Array(buffer, 4 * taken, count);
      taken += inLines(count);
      return list;
    };
    this.#passed = take(passed);
    this.learned = counts.map((count) => {
      return { values: take(count), first: take(count), second: take(count), gradient: take(count) };
    });
  }

  /** One step of Adam on all numbers. */
  step(own: Learned, { share, rate, epsilon, beta1, beta2 }: AdamStep): void {
    const { values, first, second, end, gradient } = placesOf(own);
    this.#kernel.step(gradient, end, values, first, second, share, rate, epsilon, beta1, beta2);
  }

  /** One step of Adam on some rows of a table alone. This is *sparse* Adam: the moments of other rows wait, unlike dense Adam's. */
  stepRows(own: Learned, rows: Int32Array, width: number, { share, rate, epsilon, beta1, beta2 }: AdamStep): void {
    const kernel = this.#kernel;
    const { values, first, second, gradient } = placesOf(own);
    const bytes = 4 * width;
    for (let row = 0; row < rows.length; row++) {
      if (row % rowsAhead === 0)
        for (let next = row; next < Math.min(row + rowsAhead, rows.length); next++) {
          const to = rows[next]! * bytes;
          kernel.touch(values + to, values + to + bytes, first + to, second + to);
        }
      const [from, to] = [gradient + row * bytes, rows[row]! * bytes];
      kernel.step(from, from + bytes, values + to, first + to, second + to, share, rate, epsilon, beta1, beta2);
    }
  }

  /** Adds rows to those of a gradient. */
  addRows(own: Learned, width: number, { rows, places, weights }: PlacedRows): void {
    const kernel = this.#kernel;
    const [sums, passed, bytes] = [own.gradient.byteOffset, this.#passed.byteOffset, 4 * width];
    const count = rows.length / width;
    const placesEach = places.length / count;
    const atOnce = Math.floor(this.#passed.length / width);
    for (let row = 0; row < count; row++) {
      const at = row % atOnce;
      if (at === 0) this.#passed.set(rows.subarray(row * width, (row + atOnce) * width));
      for (let place = row * placesEach; place < (row + 1) * placesEach; place++) {
        const weight = weights === undefined ? 1 : weights[place]!;
        // of padding, of which there may be much
        if (weight === 0) continue;
        const sum = sums + places[place]! * bytes;
        kernel.addRow(sum, sum + bytes, passed + at * bytes, weight);
      }
    }
  }

  /** The length of gradients together, of each its first `count` numbers: the root of the sum of all squares. */
  lengthTogether(gradients: readonly { readonly own: Learned; readonly count: number }[]): number {
    let sum = 0;
    for (const { own, count } of gradients) {
      const from = own.gradient.byteOffset;
      sum += this.#kernel.squares(from, from + 4 * count);
    }
    return Math.sqrt(sum);
  }
}

/** So many numbers as fill whole lines of the cache. */
function inLines(count: number): number {
  return lineNumbers * Math.ceil(count / lineNumbers);
}

/** Where the lists begin, and where the gradient ends, in bytes. */
function placesOf({ values, first, second, gradient }: Learned) {
  return {
    values: values.byteOffset,
    first: first.byteOffset,
    second: second.byteOffset,
    gradient: gradient.byteOffset,
    end: gradient.byteOffset + gradient.byteLength,
  };
}
