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

test("docs/operations.md: alerts ask only for metrics that there are", () => {
  const rules = /```yaml\n(.*?)```/s.exec(page)![1]!;
  const asked = new Set(rules.match(/twinstream_\w+/g)!.map((name) => name.replace(/_bucket$/, "")));
  const known = metricFamilies.map(({ name }) => name);
  expect([...asked].filter((name) => !known.includes(name))).toEqual([]);
  expect(asked.size).toBeGreaterThan(6);
});
