import { expect, test } from "vitest";
import { pointMapSvg } from "../../../app/report/point-map-svg.ts";

const map = {
  title: "Products",
  description: "A map of 4 products.",
  x: [0, 1, 0.5, 0.25],
  y: [0, 1, 0.5, 0],
  groupOf: [0, 1, 0, 0],
  names: ["caps", "<hats>", "none"],
};

test("pointMapSvg: points lie where they should, by group, with the name of each near its middle", () => {
  const svg = pointMapSvg(map);
  const [caps, hats, none] = [...svg.matchAll(/<path class="group" stroke="(.*)" d="(.*)"><title>(.*)<\/title>/g)];
  expect(caps!.slice(2)).toEqual(["M24 46h0M360 382h0M192 46h0", "caps"]);
  expect(hats!.slice(2)).toEqual(["M696 718h0", "&lt;hats&gt;"]);
  expect(none![2]).toBe("");
  expect(new Set([caps![1], hats![1], none![1]]).size).toBe(3);
  const names = [...svg.matchAll(/<text class="of" x="(.*)" y="(.*)">(.*)<\/text>/g)].map((found) => found.slice(1));
  expect(names).toEqual([
    ["192", "40", "caps"],
    ["696", "712", "&lt;hats&gt;"],
  ]);
});

test("pointMapSvg: is an image with a name and a description, and adapts to dark", () => {
  const svg = pointMapSvg(map);
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="0 0 720 \d+" role="img"/);
  expect(svg).toContain("<title>Products</title>\n<desc>A map of 4 products.</desc>");
  expect(svg).toContain("prefers-color-scheme:dark");
  expect(svg).not.toMatch(/NaN|undefined/);
});
