import { expect, test } from "vitest";
import { titleSegments } from "../../../../../app/page/views/search/title-segments.ts";

const meets = (...words: readonly string[]) => ({ title: words.map((written) => ({ written })) });

test("titleSegments: marks what words of the query meet, as it stands in the title", () => {
  expect(titleSegments("Eastwick 52 in. Ceiling Fan", [meets("fan"), meets("52 in."), meets()])).toEqual([
    { text: "Eastwick " },
    { text: "52 in.", match: 1 },
    { text: " Ceiling " },
    { text: "Fan", match: 0 },
  ]);
});

test("titleSegments: a word is not looked for within another, nor twice at one place", () => {
  expect(titleSegments("Fantasy Fan", [meets("fan"), meets("fan")])).toEqual([
    { text: "Fantasy " },
    { text: "Fan", match: 0 },
  ]);
});

test("titleSegments: a title that nothing meets stays whole", () => {
  expect(titleSegments("Oak Chair", [meets("lamp")])).toEqual([{ text: "Oak Chair" }]);
});
