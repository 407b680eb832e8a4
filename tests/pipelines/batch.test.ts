import { expect, test } from "vitest";
import type { Entry } from "../../connectors/event-log.ts";
import { deadLetter, decodeBatch, encodeBatch, encodeEvent, runStage } from "../../pipelines/batch.ts";
import type { Stage } from "../../pipelines/stage.ts";
import { codecs } from "../../schemas/codec.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { SearchEvent, TokenizedEvent } from "../../schemas/generated/events.ts";

const search: SearchEvent = {
  eventId: "s1",
  time: Date.UTC(2024, 0, 1),
  source: "test",
  sessionId: null,
  userId: null,
  query: "angle bracket",
  products: [
    { productId: "p1", title: "Angle", position: 1, brand: null, category: null, price: null, attributes: {} },
  ],
};

function entry(offset: number, value: Uint8Array | null): Entry {
  return { topic: "searches", partition: 2, offset, timestamp: 1000, key: "k", value };
}

function letterOf(write: { value: Uint8Array | null }) {
  const decoded = codecs["dead-letters"].decode(write.value!);
  if ("error" in decoded) throw new Error(decoded.error);
  return decoded.event;
}

test("decodeBatch: passes what it can read and makes a dead letter of each other entry, with place and bytes", () => {
  const good = codecs.searches.encode(search);
  const result = decodeBatch("searches", [entry(5, good), entry(6, Uint8Array.of(9, 9)), entry(7, null)]);
  expect(result.passed.map(({ event }) => event.query)).toEqual(["angle bracket"]);
  expect(result.deadLetters.map(letterOf)).toMatchObject([
    { topic: "searches", partition: 2, offset: 6, stage: "decode", key: "k", time: 1000, value: Buffer.of(9, 9) },
    { offset: 7, error: "the record has no value" },
  ]);
  expect(result.deadLetters.map((write) => write.id)).toEqual(["searches-2-6", "searches-2-7"]);
});

test("decodeBatch: an event that decodes but makes no sense is a dead letter that says so", () => {
  const absurd = codecs.searches.encode({ ...search, query: "" });
  const { passed, deadLetters } = decodeBatch("searches", [entry(0, absurd)]);
  expect(passed).toEqual([]);
  expect(letterOf(deadLetters[0]!).error).toMatch(/query/);
});

function stageThat(run: (query: string) => "pass" | "reject" | Error): Stage {
  const stage: Stage<"searches", "searches"> = {
    name: "picky",
    from: ["searches"],
    to: "searches",
    async run(inputs) {
      return inputs.map((input) => {
        const verdict = run(input.query);
        if (verdict instanceof Error) throw verdict;
        return verdict === "pass" ? { emit: [input] } : { reject: "not liked" };
      });
    },
  };
  return stage as Stage;
}

const inputs = ["a", "b", "c"].map((query, offset) => ({
  entry: entry(offset, Uint8Array.of(offset)),
  event: { ...search, query },
  headers: { of: query },
}));

test("runStage: an event on which the stage throws dies alone; the rest of its batch goes on", async () => {
  const stage = stageThat((query) => (query === "b" ? new Error("boom") : "pass"));
  const { passed, deadLetters } = await runStage(stage, inputs);
  expect(passed.map(({ entry: { offset } }) => offset)).toEqual([0, 2]);
  expect(deadLetters.map(letterOf)).toMatchObject([
    { offset: 1, stage: "picky", error: "Error: boom", value: Buffer.of(1) },
  ]);
});

test("decodeBatch and runStage: what stands beside an entry goes on with its event, and with its dead letter", async () => {
  const good = { ...entry(0, codecs.searches.encode(search)), headers: { tenant: "a" } };
  const bad = { ...entry(1, Uint8Array.of(9)), headers: { tenant: "b" } };
  const decoded = decodeBatch("searches", [good, bad]);
  const onward = { tenant: "a", "twinstream-entered": "1000" };
  expect(decoded.passed.map(({ headers }) => headers)).toEqual([onward]);
  expect(decoded.deadLetters.map(({ headers }) => headers)).toEqual([{ tenant: "b", "twinstream-entered": "1000" }]);
  const stage = (verdict: "pass" | "reject") =>
    runStage(
      stageThat(() => verdict),
      decoded.passed,
    );
  expect((await stage("pass")).passed.map(({ headers }) => headers)).toEqual([onward]);
  expect((await stage("reject")).deadLetters.map(({ headers }) => headers)).toEqual([onward]);
});

test("runStage: a rejected event is a dead letter with the stage's reason", async () => {
  const stage = stageThat((query) => (query === "c" ? "reject" : "pass"));
  const { passed, deadLetters } = await runStage(stage, inputs);
  expect(passed).toHaveLength(2);
  expect(letterOf(deadLetters[0]!)).toMatchObject({ offset: 2, stage: "picky", error: "not liked" });
});

test("runStage: an error for a person (no model, no disk) stops the batch instead of killing its events", async () => {
  const stage = stageThat(() => new TwinstreamError("MODEL_NOT_FOUND", "no model"));
  await expect(runStage(stage, inputs)).rejects.toThrow("no model");
});

test("runStage: a stage that loses an event is a bug that names it", async () => {
  const forgetful = { ...stageThat(() => "pass"), run: async () => [] } as Stage;
  const { deadLetters } = await runStage(forgetful, inputs.slice(0, 1));
  expect(letterOf(deadLetters[0]!).error).toContain('stage "picky" gave 0 outcomes for 1 inputs');
});

test("encodeBatch: an event that its schema can't hold becomes a dead letter of the stage that made it", () => {
  const broken = { ...search, query: 7 } as unknown as TokenizedEvent;
  const [good, bad] = encodeBatch("searches", "picky", [
    inputs[0]!,
    { entry: entry(4, Uint8Array.of(4)), event: broken, headers: { of: "d" } },
  ]);
  expect(good).toMatchObject({ topic: "searches", headers: { of: "a" } });
  expect(bad?.headers).toEqual({ of: "d" });
  expect(letterOf(bad!)).toMatchObject({ offset: 4, stage: "picky" });
});

test("encodeEvent: the key is the session where there is one, else the event", () => {
  expect(encodeEvent("searches", search).key).toBe("s1");
  expect(encodeEvent("searches", { ...search, sessionId: "visit" }).key).toBe("visit");
});

test("deadLetter: the same entry gives the same id, whichever stage refuses it", () => {
  const refused = entry(3, Uint8Array.of(1));
  expect(deadLetter(refused, "embed", "x").id).toBe(deadLetter(refused, "score", "y").id);
});

const tooLarge = (limit: number) => ({ limit, message: `over ${limit}; raise it` });

test("encodeBatch: where its topic takes none so large, an event becomes a dead letter of the stage that made it", () => {
  const [large] = encodeBatch("searches", "picky", inputs.slice(1, 2));
  const letter = large!.ifTooLarge!(tooLarge(100));
  expect(letter).toMatchObject({ topic: "dead-letters", id: "searches-2-1", headers: { of: "b" } });
  expect(letterOf(letter)).toMatchObject({
    offset: 1,
    stage: "picky",
    error: "what it made is too large: over 100; raise it",
    value: Buffer.of(1),
  });
});

test("deadLetter: where the topic takes none so large its value is cut to fit, and it says where the whole record is", () => {
  const value = Buffer.alloc(10_000, "abc");
  const cut = deadLetter(entry(7, value), "embed", "no words", { of: "a" }).ifTooLarge!(tooLarge(5_000));
  const letter = letterOf(cut);
  expect(letter.error).toBe(
    'no words; this letter is cut, the whole record is at offset 7 of partition 2 of "searches": over 5000; raise it',
  );
  expect(value.subarray(0, letter.value.length).equals(letter.value)).toBe(true);
  expect(cut.value!.length).toBeGreaterThan(3_500);
  expect(cut.value!.length).toBeLessThan(4_100);
  expect(cut).toMatchObject({ id: "searches-2-7", key: "searches-2-7", headers: { of: "a" } });
});

test.each([
  ["key", { key: "k".repeat(9_000) }, "x", {}],
  ["reason", {}, "x".repeat(9_000), {}],
  ["headers", {}, "x", { of: "h".repeat(9_000) }],
])("deadLetter: one whose %s alone is too large is cut to what names the record", (_, of, reason, headers) => {
  const cut = deadLetter({ ...entry(7, Buffer.alloc(9_000)), ...of }, "embed", reason, headers).ifTooLarge!(
    tooLarge(5_000),
  );
  expect(letterOf(cut)).toMatchObject({ topic: "searches", partition: 2, offset: 7, key: null, stage: "embed" });
  expect(letterOf(cut).error).toMatch(/^x+; this letter is cut, the whole record is at offset 7 of partition 2/);
  expect(cut.value!.length + JSON.stringify(cut.headers).length).toBeLessThan(1_300);
});
