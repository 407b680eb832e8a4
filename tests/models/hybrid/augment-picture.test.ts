import { expect, test } from "vitest";
import { augmentPicture } from "../../../models/hybrid/augment-picture.ts";
import { seededRandom } from "../../../models/random.ts";

const size = { width: 3, height: 2 };
const still = { ...size, flip: false, shift: 0, colour: 0 };
/** Six grey pixels, 10 to 60. */
const picture = Uint8Array.from({ length: 18 }, (_, place) => 10 * (1 + Math.floor(place / 3)));

/** The grey of each pixel, row by row, over so many draws: every picture that came out, once. */
function drawn(how: Parameters<typeof augmentPicture>[2], times = 200): readonly string[] {
  const random = seededRandom(1);
  const seen = Array.from({ length: times }, () => {
    const target = new Float32Array(18);
    augmentPicture(picture, target, how, random);
    return [0, 1, 2, 3, 4, 5].map((pixel) => target[3 * pixel]).join(" ");
  });
  return [...new Set(seen)].sort();
}

test("augmentPicture: leaves a picture as it is where nothing is wanted", () => {
  expect(drawn(still)).toEqual(["10 20 30 40 50 60"]);
});

test("augmentPicture: turns left to right, or not", () => {
  expect(drawn({ ...still, flip: true })).toEqual(["10 20 30 40 50 60", "30 20 10 60 50 40"]);
});

test("augmentPicture: moves to all sides, white comes in", () => {
  const moved = drawn({ ...still, shift: 1 });
  expect(moved).toHaveLength(9);
  expect(moved).toContain("255 10 20 255 40 50");
  expect(moved).toContain("40 50 60 255 255 255");
  expect(moved).toContain("255 255 255 20 30 255");
});

test("augmentPicture: makes each colour stronger or weaker, never more than white", () => {
  const random = seededRandom(2);
  const bright = new Uint8Array(18).fill(250);
  const factors = Array.from({ length: 50 }, () => {
    const target = new Float32Array(18);
    augmentPicture(bright, target, { ...still, colour: 0.2 }, random);
    expect(target.every((value, place) => value === target[place % 3])).toBe(true);
    return target.slice(0, 3);
  });
  const values = factors.flatMap((one) => [...one]);
  expect(Math.max(...values)).toBe(255);
  expect(Math.min(...values)).toBeGreaterThanOrEqual(200);
  expect(Math.min(...values)).toBeLessThan(210);
  expect(factors.some(([red, green]) => red !== green)).toBe(true);
});
