import { expect, test } from "vitest";
import { run, workingFolder } from "../support/command.ts";

const folder = workingFolder();

test("--log-format json: every line on standard error is an object, progress and failures alike", async () => {
  const words = ["start", "--searches", "5", "--products", "100", "--rate", "50", "--log-format", "json"];
  const { code, stderr } = await run(words, folder);
  expect(code).toBe(0);
  const lines = stderr
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const form = {
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    level: "info",
    message: expect.any(String),
  };
  expect(lines).toEqual(lines.map(() => form));
  expect(lines.map(({ message }) => message)).toContainEqual(
    expect.stringMatching(/^trained ridge-1 on the demo shop/),
  );
  const failed = await run(["run", "--model", "ridge-7", "--workers", "1", "--log-format", "json"], folder);
  expect(failed.code).toBe(1);
  expect(JSON.parse(failed.stderr.trimEnd().split("\n").at(-1)!)).toMatchObject({
    ...{ level: "error", code: "MODEL_NOT_FOUND", message: expect.stringContaining('no model "ridge-7"') },
  });
});
