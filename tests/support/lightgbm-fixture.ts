import { readFileSync } from "node:fs";
import { join } from "node:path";

const folder = "tests/models/trees/fixtures";
const columns = 5;

/** Models of tests/models/trees/fixtures, made by its make_fixtures.py. */
export const lightGbmFixtures = ["regression", "zero-missing", "no-missing", "random-forest", "lambdarank"] as const;

/** A text model of LightGBM with rows and what LightGBM itself says of them: scores, and contributions with the expected score last. */
export function readLightGbmFixture(name: (typeof lightGbmFixtures)[number]) {
  const lines = readFileSync(join(folder, `${name}.csv`), "utf8")
    .trim()
    .split("\n");
  const numbers = lines.map((line) =>
    line.split(",").map((cell) => (cell === "inf" ? Infinity : cell === "-inf" ? -Infinity : Number(cell))),
  );
  return {
    text: readFileSync(join(folder, `${name}.txt`), "utf8"),
    rows: Float32Array.from(numbers.flatMap((row) => row.slice(0, columns))),
    scores: numbers.map((row) => row[columns]!),
    contributions: numbers.map((row) => row.slice(columns + 1)),
  };
}
