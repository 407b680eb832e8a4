import { expect, test } from "vitest";
import { heatMapSvg } from "../../../app/report/heat-map-svg.ts";

const map = {
  title: "Likeness",
  description: "Caps & hats are alike.",
  names: ["caps", "hats", "<b>"],
  shades: [
    [1, 0.614, null],
    [0.614, 1.4, 0],
    [null, 0, Number.NaN],
  ],
  label: (row: number, column: number) => `${row} and ${column}`,
};

test("heatMapSvg: a square for each pair that has one, where its names stand, the darker the more", () => {
  const svg = heatMapSvg(map);
  const squares = [
    ...svg.matchAll(/<rect class="square" x="(\d+)" y="(\d+)".* fill-opacity="(.*)"><title>(.*)<\/title>/g),
  ];
  const left = 41;
  expect(squares.map(([, x, y, shade, label]) => [Number(x) - left, Number(y) - 34, shade, label])).toEqual([
    [0, 0, "1", "0 and 0"],
    [12, 0, "0.61", "0 and 1"],
    [0, 12, "0.61", "1 and 0"],
    [12, 12, "1", "1 and 1"],
  ]);
  expect(svg).toContain(`<text x="${left - 6}" y="43.5" text-anchor="end">caps</text>`);
});

test("heatMapSvg: is an image with a name and a description, and adapts to dark", () => {
  const svg = heatMapSvg(map);
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="0 0 \d+ \d+" role="img"/);
  expect(svg).toContain("<title>Likeness</title>\n<desc>Caps &amp; hats are alike.</desc>");
  expect(svg).toContain("prefers-color-scheme:dark");
  expect(svg).not.toMatch(/<b>|NaN|undefined|null/);
  expect(heatMapSvg({ ...map, names: [], shades: [] })).not.toMatch(/NaN|undefined|Infinity/);
});
