import { expect, test } from "vitest";
import { barPicture } from "../../../bench/kafka/bar-picture.ts";

const groups = [
  { title: "cheap <model>", bars: [{ name: "read & check", value: 5 }] },
  { title: "dear", bars: [{ name: "score", value: 20 }] },
];

test("barPicture: lengths are in proportion over all groups", () => {
  const lengths = [...barPicture(groups, "µs").matchAll(/<rect [^>]*width="(\d+)"/g)].map(([, length]) =>
    Number(length),
  );
  expect(lengths[1]! / lengths[0]!).toBeCloseTo(4, 1);
});

test("barPicture: names and values can be read, and break nothing", () => {
  const picture = barPicture(groups, "µs");
  expect(picture).toContain("<title>cheap &lt;model>; dear</title>");
  for (const text of ["cheap &lt;model>", "read &amp; check", "5.0 µs", "20.0 µs"])
    expect(picture).toContain(`>${text}<`);
});

test("barPicture: has colours for light and dark", () => {
  expect(barPicture(groups, "µs")).toContain("prefers-color-scheme: dark");
});

test("barPicture: nothing to show is no bar", () => {
  expect(barPicture([{ title: "none", bars: [{ name: "score", value: 0 }] }], "µs")).toContain('width="0"');
});
