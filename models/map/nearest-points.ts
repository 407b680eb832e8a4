import { encodeModel } from "../net/onnx/encode-model.ts";
import { floats, numbersOf, openSession, type Session, tensor } from "../net/session.ts";
import type { Points } from "./points.ts";

/** The nearest of some points to each of others: `each` of them for every one, best first. */
export interface Neighbours {
  readonly each: number;
  readonly rows: Int32Array;
  readonly cosines: Float32Array;
}

/** Points that are compared at once: with 5,000 others their cosines take 5 MB. */
const block = 256;

/** Finds the nearest of many points by comparing all, a block at a time: a product of matrices, then the best of each row, in the runtime. */
export class NearestPoints {
  readonly #session: Session;
  readonly #points: Points;

  private constructor(session: Session, points: Points) {
    this.#session = session;
    this.#points = points;
  }

  /** Whoever opens it closes it. */
  static async open(points: Points): Promise<NearestPoints> {
    return new NearestPoints(await openSession(graphFor(points.dimensions), { threads: 1 }), points);
  }

  /** The nearest to each of `others`, as many as there are and at most `count`; `done` is told of each block how many others have theirs. */
  async search(others: Points, count: number, done: (others: number) => void = () => {}): Promise<Neighbours> {
    const each = Math.min(count, this.#points.count);
    const rows = new Int32Array(others.count * each);
    const cosines = new Float32Array(others.count * each);
    for (let from = 0; from < others.count; from += block) {
      const to = Math.min(from + block, others.count);
      const found = await this.#searchBlock(others, from, to, each);
      rows.set(Int32Array.from(found.rows!.data as BigInt64Array, Number), from * each);
      cosines.set(numbersOf(found.cosines!), from * each);
      done(to);
    }
    return { each, rows, cosines };
  }

  close(): Promise<void> {
    return this.#session.close();
  }

  #searchBlock({ values, dimensions }: Points, from: number, to: number, each: number) {
    return this.#session.run({
      others: floats(values.subarray(from * dimensions, to * dimensions), [to - from, dimensions]),
      points: floats(this.#points.values, [this.#points.count, dimensions]),
      each: tensor("int64", BigInt64Array.of(BigInt(each)), [1]),
    });
  }
}

function graphFor(dimensions: number): Uint8Array {
  return encodeModel({
    nodes: [
      { operator: "Gemm", inputs: ["others", "points"], outputs: ["products"], attributes: { transB: 1 } },
      { operator: "TopK", inputs: ["products", "each"], outputs: ["cosines", "rows"], attributes: { axis: 1 } },
    ],
    initializers: [],
    inputs: [
      { name: "others", type: "float32", shape: ["block", dimensions] },
      { name: "points", type: "float32", shape: ["size", dimensions] },
      { name: "each", type: "int64", shape: [1] },
    ],
    outputs: [
      { name: "cosines", type: "float32", shape: ["block", "found"] },
      { name: "rows", type: "int64", shape: ["block", "found"] },
    ],
  });
}

/**
 * What was found of points among themselves, with each as the first of its own neighbours: of equal points another may have come first, or have
 * taken its place. At most so many of each, and fewer than there are points.
 */
export function itselfFirst({ rows, cosines, each }: Neighbours, most: number): Neighbours {
  const count = rows.length / each;
  const kept = Math.min(each, most, Math.max(2, count - 1));
  const ordered = { each: kept, rows: new Int32Array(count * kept), cosines: new Float32Array(count * kept) };
  for (let point = 0; point < count; point++) {
    let place = point * kept;
    ordered.rows[place] = point;
    ordered.cosines[place++] = 1;
    for (let i = point * each; i < (point + 1) * each && place < (point + 1) * kept; i++) {
      if (rows[i] === point) continue;
      ordered.rows[place] = rows[i]!;
      ordered.cosines[place++] = cosines[i]!;
    }
  }
  return ordered;
}
