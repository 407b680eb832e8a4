import { expect, test } from "vitest";
import { NameRows } from "../../../models/two-tower/name-rows.ts";

const rows = new NameRows(["a", "b"], 3);

test("NameRows: known names have rows of their own behind those that unknown ones share", () => {
  expect([rows.rowOf("a"), rows.rowOf("b"), rows.rows]).toEqual([3, 4, 5]);
  expect([rows.isKnown("a"), rows.isKnown("c")]).toEqual([true, false]);
  expect(rows.rowOf("c")).toBe(rows.sharedRowOf("c"));
  for (const name of ["a", "c", "somebody"]) expect([0, 1, 2]).toContain(rows.sharedRowOf(name));
});

test("NameRows: with more names known, rows stay where they are", () => {
  const more = rows.with(["c", "a", "c"]);
  expect(more.names).toEqual(["a", "b", "c"]);
  expect([more.rowOf("a"), more.rowOf("c")]).toEqual([3, 5]);
  expect(rows.with(["b"])).toBe(rows);
});
