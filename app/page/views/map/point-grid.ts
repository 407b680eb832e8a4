import type { Spot } from "./camera.ts";

/** Places of points, from 0 to 1. */
export interface Places {
  readonly x: Float32Array;
  readonly y: Float32Array;
}

/** Points by the cells of a grid that they lie in, so that the nearest one is found without looking at all. */
export class PointGrid {
  readonly #places: Places;
  readonly #across: number;
  /** The points, cell by cell, and where each cell begins. */
  readonly #points: Uint32Array;
  readonly #starts: Uint32Array;

  constructor(places: Places) {
    const { length } = places.x;
    this.#places = places;
    this.#across = Math.max(1, Math.floor(Math.sqrt(length / 2)));
    const cells = Uint32Array.from(places.x, (x, i) => this.#cellOf(x, places.y[i]!));
    this.#starts = new Uint32Array(this.#across ** 2 + 1);
    for (const cell of cells) this.#starts[cell + 1]! += 1;
    for (let cell = 0; cell < this.#across ** 2; cell++) this.#starts[cell + 1]! += this.#starts[cell]!;
    const next = this.#starts.slice();
    this.#points = new Uint32Array(length);
    for (const [point, cell] of cells.entries()) this.#points[next[cell]!++] = point;
  }

  /** The point nearest to a place, no farther than `radius`; undefined where there is none. */
  nearest(spot: Spot, radius: number): number | undefined {
    let [best, least] = [undefined as number | undefined, radius * radius];
    const [left, right] = [this.#columnOf(spot.x - radius), this.#columnOf(spot.x + radius)];
    const [top, bottom] = [this.#columnOf(spot.y - radius), this.#columnOf(spot.y + radius)];
    for (let row = top; row <= bottom; row++) {
      const [from, to] = [this.#starts[row * this.#across + left]!, this.#starts[row * this.#across + right + 1]!];
      for (let i = from; i < to; i++) {
        const point = this.#points[i]!;
        const distance = (this.#places.x[point]! - spot.x) ** 2 + (this.#places.y[point]! - spot.y) ** 2;
        if (distance <= least) [best, least] = [point, distance];
      }
    }
    return best;
  }

  #cellOf(x: number, y: number): number {
    return this.#columnOf(y) * this.#across + this.#columnOf(x);
  }

  #columnOf(place: number): number {
    return Math.min(this.#across - 1, Math.max(0, Math.floor(place * this.#across)));
  }
}
