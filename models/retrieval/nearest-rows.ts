import { encodeModel } from "../net/onnx/encode-model.ts";
import { floats, numbersOf, openSession, type Session, tensor } from "../net/session.ts";
import type { Ranked } from "./best-of.ts";
import { scaleOf, type VectorMatrix } from "./vector-matrix.ts";

/** Finds the rows nearest to a vector by comparing it with every row: one product of matrix and vector, then the best of it, in the runtime. */
export class NearestRows {
  readonly #session: Session;

  private constructor(session: Session) {
    this.#session = session;
  }

  static async open(dimensions: number, threads = 1): Promise<NearestRows> {
    return new NearestRows(await openSession(graphFor(dimensions), { threads }));
  }

  /** The documents of the matrix with the highest cosines, best first. */
  async search(matrix: VectorMatrix, query: Float32Array, limit: number): Promise<Ranked> {
    const { size, dimensions } = matrix;
    const count = Math.min(limit, size);
    if (count === 0) return { documents: new Int32Array(), scores: new Float64Array() };
    const { cosines, rows } = await this.#session.run({
      vectors: floats(matrix.values.subarray(0, size * dimensions), [size, dimensions]),
      scales: floats(matrix.scales.subarray(0, size), [size, 1]),
      query: floats(scaled(query), [dimensions, 1]),
      count: tensor("int64", BigInt64Array.of(BigInt(count)), [1]),
    });
    return {
      documents: Int32Array.from(rows!.data as BigInt64Array, (row) => matrix.documentAt(Number(row))),
      scores: Float64Array.from(numbersOf(cosines!)),
    };
  }

  close(): Promise<void> {
    return this.#session.close();
  }
}

function scaled(vector: Float32Array): Float32Array {
  const scale = scaleOf(vector);
  return vector.map((value) => value * scale);
}

/** The query is a matrix of one column: given as a list of numbers the runtime takes ten times as long. */
function graphFor(dimensions: number): Uint8Array {
  return encodeModel({
    nodes: [
      { operator: "MatMul", inputs: ["vectors", "query"], outputs: ["products"], attributes: {} },
      { operator: "Mul", inputs: ["products", "scales"], outputs: ["likenesses"], attributes: {} },
      { operator: "TopK", inputs: ["likenesses", "count"], outputs: ["cosines", "rows"], attributes: { axis: 0 } },
    ],
    initializers: [],
    inputs: [
      { name: "vectors", type: "float32", shape: ["size", dimensions] },
      { name: "scales", type: "float32", shape: ["size", 1] },
      { name: "query", type: "float32", shape: [dimensions, 1] },
      { name: "count", type: "int64", shape: [1] },
    ],
    outputs: [
      { name: "cosines", type: "float32", shape: ["found", 1] },
      { name: "rows", type: "int64", shape: ["found", 1] },
    ],
  });
}
