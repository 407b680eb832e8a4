import { expect, test } from "vitest";
import type { Member } from "../../../models/relevance/member.ts";
import { pickRows, stackColumns, stackMembers } from "../../../models/relevance/stacked-rows.ts";

const wide = { values: Float32Array.of(1, 2, 3, 4), width: 2 };
const narrow = { values: Float32Array.of(8, 9), width: 1 };

test("stackColumns: puts the columns of a row beside one another", () => {
  expect(stackColumns(2, [wide, narrow])).toEqual({ count: 2, columns: 3, values: Float32Array.of(1, 2, 8, 3, 4, 9) });
  expect(stackColumns(2, [])).toEqual({ count: 2, columns: 0, values: new Float32Array() });
});

test("stackMembers: the features first, then each member in order", async () => {
  const member = (names: readonly string[], values: Float32Array): Member => ({
    ...{ names, columns: async () => values, save: () => ({}), close: async () => {} },
  });
  const rows = { featureSet: "test-1", names: ["a"], values: Float32Array.of(5, 6), count: 2 };
  const stacked = await stackMembers(rows, [member(["b", "c"], wide.values), member(["d"], narrow.values)]);
  expect(stacked).toEqual({ count: 2, columns: 4, values: Float32Array.of(5, 1, 2, 8, 6, 3, 4, 9) });
});

test("pickRows: gives rows in the order they are named, also twice", () => {
  const rows = stackColumns(2, [wide]);
  expect(pickRows(rows, [1, 0, 1])).toEqual({ count: 3, columns: 2, values: Float32Array.of(3, 4, 1, 2, 3, 4) });
  expect(pickRows(rows, [])).toEqual({ count: 0, columns: 2, values: new Float32Array() });
});
