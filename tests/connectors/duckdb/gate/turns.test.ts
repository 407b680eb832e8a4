import { expect, test } from "vitest";
import { createTurns } from "../../../../connectors/duckdb/gate/turns.ts";

test("turns: two go at once, the others in the order in which they came", async () => {
  const turns = createTurns(2);
  const gone: string[] = [];
  const take = (name: string) => turns.take().then(() => gone.push(name));
  const all = Promise.all(["a", "b", "c", "d"].map(take));
  await new Promise(setImmediate);
  expect(gone).toEqual(["a", "b"]);
  turns.give();
  await new Promise(setImmediate);
  expect(gone).toEqual(["a", "b", "c"]);
  turns.give();
  await all;
  expect(gone).toEqual(["a", "b", "c", "d"]);
  for (let i = 0; i < 2; i++) turns.give();
  await take("e");
  expect(gone.at(-1)).toBe("e");
});
