import type { TreeEnsemble } from "./tree-ensemble.ts";

/** Columns made for splits by category: 1 where a row goes right, 0 where it goes left. */
export interface CategoryColumns {
  /** The number of the made column that stands for a node's split. */
  readonly columnOf: ReadonlyMap<number, number>;
  /** Writes them for rows, each into `stride` places of `block` from its number times that. */
  write(rows: Float32Array, block: Float32Array, stride: number): void;
}

/** A column that splits ask by category: a code for each category that one of them names, and for each split and code where it sends a row. */
interface CodedColumn {
  readonly column: number;
  readonly codes: ReadonlyMap<number, number>;
  readonly splits: readonly { readonly node: number; readonly goesRight: Uint8Array }[];
}

/** The code of categories that no split names; a missing value has the one after the last. */
const unknownCode = 0;

/** Makes columns for the splits by category of an ensemble, numbered after its own. */
export function makeCategoryColumns(ensemble: TreeEnsemble): CategoryColumns {
  const nodes = [...ensemble.categories.keys()];
  const columnOf = new Map(nodes.map((node, index) => [node, ensemble.columns + index]));
  const asked = new Set(nodes.map((node) => ensemble.column[node]!));
  const coded = [...asked].map((column) => codeColumn(ensemble, column));
  return {
    columnOf,
    write(rows, block, stride) {
      for (const { column, codes, splits } of coded) {
        const found = codesOf(rows, ensemble.columns, column, codes);
        for (const { node, goesRight } of splits) {
          const start = columnOf.get(node)! * stride;
          for (let row = 0; row < found.length; row++) block[start + row] = goesRight[found[row]!]!;
        }
      }
    },
  };
}

function codeColumn({ column, categories, missingLeft }: TreeEnsemble, asked: number): CodedColumn {
  const own = [...categories].filter(([node]) => column[node] === asked);
  const named = new Set(own.flatMap(([, set]) => [...set]));
  const codes = new Map([...named].map((category, index) => [category, unknownCode + 1 + index]));
  const splits = own.map(([node, set]) => {
    const goesRight = new Uint8Array(codes.size + 2).fill(1);
    for (const category of set) goesRight[codes.get(category)!] = 0;
    goesRight[codes.size + 1] = 1 - missingLeft[node]!;
    return { node, goesRight };
  });
  return { column: asked, codes, splits };
}

function codesOf(rows: Float32Array, columns: number, column: number, codes: ReadonlyMap<number, number>): Uint32Array {
  return Uint32Array.from({ length: rows.length / columns }, (_, row) => {
    const value = rows[row * columns + column]!;
    return Number.isNaN(value) ? codes.size + 1 : (codes.get(value) ?? unknownCode);
  });
}
