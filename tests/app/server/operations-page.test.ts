import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { metricFamilies } from "../../../app/server/metric-families.ts";

const page = readFileSync("docs/operations.md", "utf8");

test("docs/operations.md: lists every metric with type, labels and meaning", () => {
  const rows = [...page.matchAll(/^\| `(twinstream_\w+)` +\| (\w+) +\| (.*?) +\| (.*?) +\|$/gm)].map((found) =>
    found.slice(1),
  );
  const told = metricFamilies.map(({ name, type, labels, help }) => {
    return [name, type, labels.map((label) => `\`${label}\``).join(" "), help];
  });
  expect(rows).toEqual(told);
});
