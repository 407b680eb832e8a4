import { expect, test } from "vitest";
import { inWindow, moved, onPlane, wholePlane, zoomed } from "../../../../app/page/views/map/camera.ts";
import { groupPoints, otherColour } from "../../../../app/page/views/map/groups.ts";
import { markPoints } from "../../../../app/page/views/map/marked-points.ts";
import { paintPoints } from "../../../../app/page/views/map/paint-points.ts";
import { PointGrid } from "../../../../app/page/views/map/point-grid.ts";
import { seededRandom } from "../../../../models/random.ts";

const window = { width: 800, height: 600 };

test("camera: a place goes to the window and back, and the whole plane fits in", () => {
  const camera = zoomed(moved(wholePlane(window), 40, -30), 3, window, { x: 100, y: 500 });
  const back = onPlane(camera, window, inWindow(camera, window, { x: 0.3, y: 0.7 }));
  expect([back.x, back.y]).toEqual([expect.closeTo(0.3), expect.closeTo(0.7)]);
  for (const corner of [
    { x: 0, y: 0 },
    { x: 1, y: 1 },
  ]) {
    const { x, y } = inWindow(wholePlane(window), window, corner);
    expect(x >= 0 && x <= 800 && y >= 0 && y <= 600).toBe(true);
  }
});

test("camera: what is under the pointer stays there while one zooms", () => {
  const camera = wholePlane(window);
  const at = { x: 300, y: 420 };
  const before = onPlane(camera, window, at);
  const after = onPlane(zoomed(camera, 5, window, at), window, at);
  expect([after.x, after.y]).toEqual([expect.closeTo(before.x), expect.closeTo(before.y)]);
});

test("PointGrid: finds the nearest point as looking at all of them does", () => {
  const random = seededRandom(9);
  const places = {
    x: Float32Array.from({ length: 500 }, () => random.uniform()),
    y: Float32Array.from({ length: 500 }, () => random.uniform()),
  };
  const grid = new PointGrid(places);
  for (let i = 0; i < 200; i++) {
    const spot = { x: random.uniform() * 1.2 - 0.1, y: random.uniform() * 1.2 - 0.1 };
    const distances = Float64Array.from(places.x, (x, point) => Math.hypot(x - spot.x, places.y[point]! - spot.y));
    const least = Math.min(...distances);
    expect(grid.nearest(spot, 0.05)).toBe(least <= 0.05 ? distances.indexOf(least) : undefined);
  }
  expect(new PointGrid({ x: new Float32Array(), y: new Float32Array() }).nearest({ x: 0, y: 0 }, 1)).toBeUndefined();
});

test("paintPoints: discs on the ground, marked ones over the others, which fade", () => {
  const [ground, red, blue] = [0xffffffff, 0xff0000ff, 0xffff0000];
  const picture = { width: 40, height: 20, pixels: new Uint32Array(800) };
  const places = { x: Float32Array.of(0.25, 0.75, 9), y: Float32Array.of(0.25, 0.25, 9) };
  const paint = { ground, colours: Uint32Array.of(red, blue), colourOf: Uint8Array.of(0, 1, 0), radius: 2 };
  const camera = { x: 0.5, y: 0.25, scale: 40 };
  paintPoints(picture, camera, places, paint);
  const at = (x: number, y: number) => picture.pixels[y * 40 + x];
  expect([at(10, 10), at(30, 10), at(0, 0), at(20, 10)]).toEqual([red, blue, ground, ground]);
  const discs = picture.pixels.filter((pixel) => pixel !== ground).length;
  paintPoints(picture, camera, places, { ...paint, marked: Uint8Array.of(0, 1, 0) });
  expect(at(30, 10)).toBe(blue);
  expect(at(10, 10)! & 255).toBe(255);
  expect((at(10, 10)! >>> 8) & 255).toBeGreaterThan(180);
  expect(picture.pixels.filter((pixel) => pixel !== ground).length).toBeGreaterThan(discs);
});

test("groupPoints: categories where there are few, else departments, the largest in colours of their own", () => {
  const few = groupPoints([1, 1, 0, -1], ["Chairs", "Lamps"]);
  expect(few).toMatchObject({ by: "category", groupOf: Uint16Array.of(0, 0, 1, 2) });
  expect(few.groups).toEqual([
    { name: "Lamps", count: 2, colour: 0 },
    { name: "Chairs", count: 1, colour: 1 },
    { name: "No category", count: 1, colour: otherColour },
  ]);
  const names = Array.from({ length: 20 }, (_, i) => `Department ${i % 10} > kind ${i}`);
  const many = groupPoints([...names.keys()], names);
  expect([many.by, many.groups.length]).toEqual(["department", 10]);
  expect(many.groups.map(({ colour }) => colour)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 7, 7]);
});

test("markPoints: all words, in any order and case, and the group", () => {
  const titles = ["oak chair", "red oak table", "red chair"];
  const groupOf = Uint16Array.of(0, 1, 0);
  const marked = (words: string, group?: number) => markPoints(titles, groupOf, { words, group })?.points;
  expect(marked("OAK red")).toEqual([1]);
  expect(marked("chair", 0)).toEqual([0, 2]);
  expect(marked("", 1)).toEqual([1]);
  expect(marked("lamp")).toEqual([]);
  expect(marked("  ")).toBeUndefined();
});
