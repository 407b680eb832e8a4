import { expect, test } from "vitest";
import { type Answer, decodeMessages, encodeMessage } from "../../../../connectors/duckdb/gate/wire.ts";

const answers: Answer[] = [
  { kind: "columns", columns: [{ name: "a", type: "HUGEINT" }] },
  { kind: "rows", rows: [[9007199254740993n, null, "é", new Uint8Array([1, 2]), { a: [1.5] }]] },
  { kind: "end", rowCount: 1, isTruncated: false },
];
const bytes = Buffer.concat(answers.map(encodeMessage));

async function decodedFrom(pieces: readonly Uint8Array[]) {
  const messages = [];
  async function* stream() {
    yield* pieces;
  }
  for await (const message of decodeMessages(stream())) messages.push(message);
  return messages;
}

test.each([1, 3, 5, 64, bytes.length])(
  "wire: messages come out as they went in, in pieces of %i bytes",
  async (size) => {
    const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
      bytes.subarray(i * size, (i + 1) * size),
    );
    expect(await decodedFrom(pieces)).toEqual(answers);
  },
);

test("wire: a message that is cut off is none", async () => {
  expect(await decodedFrom([bytes.subarray(0, bytes.length - 1)])).toEqual(answers.slice(0, 2));
});
