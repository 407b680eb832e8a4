import { expect, test } from "vitest";
import { addErasure, erasedUsers } from "../../../connectors/duckdb/erasures.ts";
import { knownErasures } from "../../../pipelines/erasure/erased-users.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const one = "0123456789abcdef";
const other = "fedcba9876543210";

test("knownErasures: until the last erasure of each user, as of now, the same while nobody else was erased", async () => {
  const folder = temporaryFolder();
  const hashed: string[] = [];
  const hashUser = (user: string) => {
    hashed.push(user);
    return user === "ada" ? one : other;
  };
  const erased = knownErasures(
    () => erasedUsers(folder),
    async () => hashUser,
  );
  const before = await erased();
  expect([before("ada", 1), hashed]).toEqual([false, []]);
  for (const until of [20, 5]) await addErasure(folder, one, until);
  const isErased = await erased();
  expect([isErased("ada", 20), isErased("ada", 21), isErased("bea", 1)]).toEqual([true, false, false]);
  expect(hashed).toEqual(["ada", "bea"]);
  expect(await erased()).toBe(isErased);
  await addErasure(folder, other, 30);
  expect((await erased())("bea", 25)).toBe(true);
});
