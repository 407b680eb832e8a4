import { expect, test } from "vitest";
import { axisTicks } from "../../../app/report/axis-ticks.ts";

test.for([
  { low: 0.17, high: 0.31, most: 6, least: 0, values: [0.15, 0.2, 0.25, 0.3, 0.35], digits: 2 },
  { low: 1, high: 11, most: 10, least: 1, values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], digits: 0 },
  { low: 1, high: 50, most: 10, least: 1, values: [0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50], digits: 0 },
  { low: 1, high: 2, most: 10, least: 1, values: [1, 2], digits: 0 },
  { low: -3, high: 12, most: 4, least: 0, values: [-5, 0, 5, 10, 15], digits: 0 },
  { low: 1234, high: 98765, most: 5, least: 0, values: [0, 20000, 40000, 60000, 80000, 100000], digits: 0 },
  { low: 0.00012, high: 0.00018, most: 3, least: 0, values: [0.00012, 0.00014, 0.00016, 0.00018], digits: 5 },
  { low: 2, high: 2, most: 4, least: 0, values: [1.8, 1.9, 2, 2.1, 2.2], digits: 1 },
  { low: 0, high: 0, most: 4, least: 0, values: [-1, -0.5, 0, 0.5, 1], digits: 1 },
])("axisTicks: round numbers around $low to $high", ({ low, high, most, least, values, digits }) => {
  expect(axisTicks(low, high, most, least)).toEqual({ values, digits });
});

test("axisTicks: never more steps than asked for, both ends within", () => {
  for (let i = 1; i <= 200; i++) {
    const [low, high, most] = [Math.sin(i) * 10 ** (i % 7), Math.sin(i) * 10 ** (i % 7) + 1.7 ** (i % 20), 2 + (i % 9)];
    const { values } = axisTicks(low, high, most);
    expect(values.length - 1, `${low} to ${high}`).toBeLessThanOrEqual(most);
    expect(values[0]!, `${low}`).toBeLessThanOrEqual(low + 1e-6);
    expect(values.at(-1)!, `${high}`).toBeGreaterThanOrEqual(high - 1e-6);
  }
});
