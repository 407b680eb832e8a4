import { expect, test } from "vitest";
import { reopenEncoder } from "../../../models/embedding/reopen-encoder.ts";
import { fakeEncoder } from "../../support/fake-encoder.ts";

const known = { name: "fake-1", source: "/encoders/fake-1", dtype: "q8" };

test("reopenEncoder: opens the encoder of the training where it was, or wherever it is now", async () => {
  const { openEncoder, wishes, counts } = fakeEncoder();
  const encoder = await reopenEncoder("relevance", known, { openEncoder, threads: 3 });
  expect(encoder.name).toBe("fake-1");
  expect(wishes).toEqual([["/encoders/fake-1", { dtype: "q8", threads: 3, mayHaveMoved: true }]]);
  expect(counts.closed).toBe(0);
});

test("reopenEncoder: another one in its place is closed and refused", async () => {
  const { openEncoder, counts } = fakeEncoder("fake-2");
  await expect(reopenEncoder("relevance", known, { openEncoder, threads: 1 })).rejects.toMatchObject({
    code: "MODEL_MISMATCH",
    message: expect.stringContaining(
      'the relevance model compares vectors of the encoder "fake-1", but "/encoders/fake-2"',
    ),
  });
  expect(counts.closed).toBe(1);
});
