import { expect, test } from "vitest";
import { noteLine } from "../../../app/terminal/note-line.ts";

const time = new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 6));

test("noteLine: text is for people, with the code where something went wrong", () => {
  expect(noteLine("text", "going on", {}, time, {})).toBe("going on");
  const details = { level: "error", code: "MODEL_NOT_FOUND", stage: "score" } as const;
  expect(noteLine("text", 'no model "x"', details, time, {})).toBe('twinstream: no model "x" [MODEL_NOT_FOUND]');
});

test("noteLine: JSON has time, level, message, and code and stage where there are any", () => {
  expect(JSON.parse(noteLine("json", "going on", {}, time, {}))).toEqual({
    ...{ time: "2026-01-02T03:04:05.006Z", level: "info", message: "going on" },
  });
  const line = noteLine("json", "two\nlines", { level: "error", code: "DATA_DAMAGED", stage: "score" }, time, {});
  expect(line).not.toContain("\n");
  expect(JSON.parse(line)).toMatchObject({
    level: "error",
    message: "two\nlines",
    code: "DATA_DAMAGED",
    stage: "score",
  });
});

test.each(["text", "json"] as const)(
  "noteLine, %s: secrets of the environment and of addresses are masked",
  (format) => {
    const environment = {
      TWINSTREAM_KAFKA_PASSWORD: "hunter22",
      TWINSTREAM_USER_KEY: "sixteen-or-more!",
      HOME: "/home/me",
    };
    const text = "can't reach kafka://shop:hunter22@broker:9092 from /home/me with sixteen-or-more!; see http://a:b@c";
    const line = noteLine(format, text, {}, time, environment);
    expect(line).toContain("can't reach kafka://shop:***@broker:9092 from /home/me with ***; see http://a:***@c");
  },
);
