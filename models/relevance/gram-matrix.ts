import type { SquareMatrix } from "../baselines/cholesky.ts";
import { encodeModel } from "../net/onnx/encode-model.ts";
import { floats, numbersOf, openSession } from "../net/session.ts";

/** Adds up the products of columns, X'X, over portions of rows. */
export interface GramMatrix {
  /** Adds rows: `values` holds `columns` of them a row, row by row. */
  add(values: Float32Array): Promise<void>;
  readonly sums: SquareMatrix;
}

/** Makes the products of columns with the runtime's matrix multiplication, which is some thirty times as fast as a loop; single precision within a portion, double over all. */
export async function openGramMaker(columns: number, threads: number) {
  const session = await openSession(
    encodeModel({
      nodes: [{ operator: "Gemm", inputs: ["rows", "rows"], outputs: ["products"], attributes: { transA: 1 } }],
      initializers: [],
      inputs: [{ name: "rows", type: "float32", shape: ["rows", columns] }],
      outputs: [{ name: "products", type: "float32", shape: [columns, columns] }],
    }),
    { threads },
  );
  return {
    empty(): GramMatrix {
      const sums = new Float64Array(columns * columns);
      return {
        sums: { size: columns, values: sums },
        async add(values) {
          const { products } = await session.run({ rows: floats(values, [values.length / columns, columns]) });
          const numbers = numbersOf(products!);
          for (let i = 0; i < sums.length; i++) sums[i]! += numbers[i]!;
        },
      };
    },
    close: session.close,
  };
}
