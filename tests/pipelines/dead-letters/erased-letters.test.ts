import { expect, test } from "vitest";
import { addErasure } from "../../../connectors/duckdb/erasures.ts";
import { erasedLetters } from "../../../pipelines/dead-letters/erased-letters.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const one = "0123456789abcdef";
const letterOf = (userId: string, diedAt: number) => ({
  ...{ topic: "searches", diedAt },
  value: Buffer.from(JSON.stringify({ userId })),
});

test("erasedLetters: those of the user that died until the last erasure, and nobody else's", async () => {
  const folder = temporaryFolder();
  const hashUser = (user: string) => (user === "ada" ? one : "0".repeat(16));
  expect((await erasedLetters(folder, hashUser))(letterOf("ada", 1))).toBe(false);
  for (const until of [20, 5]) await addErasure(folder, one, until);
  const isErased = await erasedLetters(folder, hashUser);
  const letters = [
    letterOf("ada", 20),
    letterOf("ada", 21),
    letterOf("bea", 1),
    { ...letterOf("", 1), value: Buffer.of(1) },
  ];
  expect(letters.map(isErased)).toEqual([true, false, false, false]);
});
