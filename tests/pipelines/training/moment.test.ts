import { expect, test } from "vitest";
import { parseMoment } from "../../../pipelines/training/moment.ts";

test.each([
  ["2024-05-01", { at: Date.UTC(2024, 4, 1) }],
  ["2024-05-01T12:30", { at: Date.UTC(2024, 4, 1, 12, 30) }],
  ["2024-05-01T12:30:00+02:00", { at: Date.UTC(2024, 4, 1, 10, 30) }],
  [" 30d ", { daysBeforeNewest: 30 }],
  ["0d", { daysBeforeNewest: 0 }],
])("parseMoment: reads %s", (text, moment) => {
  expect(parseMoment(text)).toEqual(moment);
});

test.each(["yesterday", "", "30", "-3d", "2024-13-01", "1e9d"])("parseMoment: %j is told to be no time", (text) => {
  expect(() => parseMoment(text)).toThrow(expect.objectContaining({ code: "WRONG_USAGE" }));
});
