import { expect, onTestFinished, test } from "vitest";
import type { EventLog } from "../../../connectors/event-log.ts";
import { encodeVector } from "../../../models/embedding/vector-bytes.ts";
import { encodeEvent } from "../../../pipelines/batch.ts";
import { Recognitions } from "../../../pipelines/retrieval/recognitions.ts";
import { toBuffer } from "../../../schemas/bytes.ts";
import type { RecognisedProduct } from "../../../schemas/generated/events.ts";
import { recognition } from "../../support/recognition.ts";
import { openRegistry } from "../../support/registry.ts";

async function opened() {
  const { log } = await openRegistry();
  const recognitions = new Recognitions(log);
  onTestFinished(() => recognitions.close());
  const add = (...events: readonly RecognisedProduct[]) => recognise(log, events);
  return { log, recognitions, add };
}

async function recognise(log: EventLog, events: readonly RecognisedProduct[]): Promise<void> {
  await log.append(events.map((event) => encodeEvent("recognitions", event)));
}

test("recognitions: finds the products that are most like one, of the same model", async () => {
  const { recognitions, add } = await opened();
  await add(
    recognition("a", [1, 0]),
    recognition("b", [0.6, 0.8]),
    recognition("c", [0.8, 0.6]),
    recognition("d", [-1, 0]),
    recognition("e", [1, 0], { space: "another" }),
  );
  expect(await recognitions.like("a", 5)).toEqual([]);
  await recognitions.catchUp();
  expect(await recognitions.like("a", 5)).toEqual([
    { productId: "c", likeness: expect.closeTo(0.8, 5) },
    { productId: "b", likeness: expect.closeTo(0.6, 5) },
  ]);
  expect(await recognitions.like("a", 1)).toHaveLength(1);
  expect(recognitions.of("c")).toMatchObject({ productId: "c", category: "caps", model: "hybrid-1" });
  expect([recognitions.of("z"), await recognitions.like("z", 5)]).toEqual([undefined, []]);
});

test("recognitions: the newest of a product counts, and what is taken away is gone", async () => {
  const { log, recognitions, add } = await opened();
  await add(recognition("a", [1, 0]), recognition("b", [0.6, 0.8]), recognition("c", [0.8, 0.6]));
  await recognitions.catchUp();
  await add(recognition("b", [1, 0], { category: "ties" }));
  await log.append([{ topic: "recognitions", key: "c", value: null }]);
  await recognitions.catchUp();
  expect(await recognitions.like("a", 5)).toEqual([{ productId: "b", likeness: expect.closeTo(1, 5) }]);
  expect(recognitions.of("b")!.category).toBe("ties");
  expect(recognitions.of("c")).toBeUndefined();
});

test("recognitions: products pass from one model's space to another's one by one", async () => {
  const { recognitions, add } = await opened();
  await add(recognition("a", [1, 0]), recognition("b", [0.6, 0.8]));
  await add(recognition("a", [0, 0, 1], { space: "new" }));
  await recognitions.catchUp();
  expect(await recognitions.like("a", 5)).toEqual([]);
  await add(recognition("b", [0, 0, 1], { space: "new" }));
  await recognitions.catchUp();
  expect(await recognitions.like("a", 5)).toEqual([{ productId: "b", likeness: expect.closeTo(1, 5) }]);
});

test("recognitions: what nothing was seen of has no like, and what can't be read is passed over", async () => {
  const { log, recognitions, add } = await opened();
  await add(recognition("a", [0, 0], { category: null }), recognition("b", [1, 0]));
  await add({ ...recognition("x", [1, 0]), vector: toBuffer(encodeVector(Float32Array.of(1))).subarray(0, 3) });
  await log.append([{ topic: "recognitions", key: "y", value: Uint8Array.of(9, 9) }]);
  await recognitions.catchUp();
  expect(recognitions.of("a")).toMatchObject({ category: null });
  expect([await recognitions.like("a", 5), await recognitions.like("b", 5)]).toEqual([[], []]);
  expect(recognitions.of("x")).toBeUndefined();
});
