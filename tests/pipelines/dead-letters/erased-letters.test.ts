import { expect, test } from "vitest";
import { erasedLetters } from "../../../pipelines/dead-letters/erased-letters.ts";

const letterOf = (userId: string, diedAt: number) => ({
  ...{ topic: "searches", diedAt },
  value: Buffer.from(JSON.stringify({ userId })),
});

test("erasedLetters: those of the user that died until the last erasure, and nobody else's", () => {
  const isErased = erasedLetters((user, sentAt) => user === "ada" && sentAt <= 20);
  const letters = [
    letterOf("ada", 20),
    letterOf("ada", 21),
    letterOf("bea", 1),
    { ...letterOf("", 1), value: Buffer.of(1) },
  ];
  expect(letters.map(isErased)).toEqual([true, false, false, false]);
});
