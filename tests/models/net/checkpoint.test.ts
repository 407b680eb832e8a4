import { expect, test } from "vitest";
import { type Checkpoint, restoreCheckpoint, saveCheckpoint } from "../../../models/net/checkpoint.ts";
import { batchNorm } from "../../../models/net/layers/batch-norm.ts";
import { dense } from "../../../models/net/layers/dense.ts";
import { dropout } from "../../../models/net/layers/dropout.ts";
import { embedding } from "../../../models/net/layers/embedding.ts";
import { startWatch } from "../../../models/net/learning-watch.ts";
import { meanSquaredError } from "../../../models/net/losses.ts";
import type { Net } from "../../../models/net/net.ts";
import { input } from "../../../models/net/operations.ts";
import { decodeSafetensors, encodeSafetensors } from "../../../models/net/safetensors.ts";
import { floats, ints } from "../../../models/net/session.ts";
import { newState, type TrainingState, weightsOf } from "../../../models/net/training-state.ts";
import { openTrainingStep } from "../../../models/net/training-step.ts";

/** A net with everything that is kept: parameters, a table, statistics, and dropout that draws at each step. */
function everything(units: number): Net {
  return {
    outputs(build) {
      const words = embedding(build, "words", input("ids", ["batch"], "int32"), { rows: 5, width: 3 });
      const hidden = dropout(build, batchNorm(build, "norm", dense(build, "hidden", words, { units })), 0.3);
      return { y: dense(build, "answer", hidden, { units: 1 }) };
    },
    loss: ({ y }) => meanSquaredError(y!, input("t", ["batch", 1])),
  };
}

const batch = (step: number) => ({
  inputs: { ids: ints([0, 1, 1, 0]), t: floats([1, 2, 3, 4], [4, 1]) },
  rows: { "words/vectors": Int32Array.of(step % 5, (step + 2) % 5) },
});

const reached = (state: TrainingState): Checkpoint => ({
  state,
  place: { epoch: 0, watch: startWatch(0.1), within: { steps: 3, lossSum: 0.1 + 0.2 } },
  best: undefined,
  curve: [],
});

test("checkpoint: a training that was interrupted ends where one that was not does", async () => {
  const step = await openTrainingStep(everything(4));
  const owner = { name: "all", plan: step.plan, task: "t" };
  const whole = newState(step.plan, 9);
  const early = newState(step.plan, 9);
  for (let done = 0; done < 6; done++) await step.run(whole, batch(done), 0.05);
  for (let done = 0; done < 3; done++) await step.run(early, batch(done), 0.05);
  const resumed = restoreCheckpoint(owner, saveCheckpoint(owner, reached(early))).state;
  for (let done = 3; done < 6; done++) await step.run(resumed, batch(done), 0.05);
  await step.close();
  expect(weightsOf(step.plan, resumed)).toEqual(weightsOf(step.plan, whole));
  expect(saveCheckpoint(owner, reached(resumed))).toEqual(saveCheckpoint(owner, reached(whole)));
});

test("checkpoint: gives back the place, the best weights and the curve, also where numbers are infinite or none", async () => {
  const step = await openTrainingStep(everything(4));
  const owner = { name: "all", plan: step.plan, task: "t" };
  const begun = reached(newState(step.plan, 9));
  expect(restoreCheckpoint(owner, saveCheckpoint(owner, begun))).toMatchObject({
    ...begun,
    state: { seed: 9, step: 0 },
  });
  const later = {
    ...begun,
    place: { epoch: 2, watch: { ...startWatch(0.1), bestLoss: 0.25, isBest: true } },
    best: new Map([["hidden/bias", Float32Array.of(1, -2)]]),
    curve: [{ epoch: 1, trainingLoss: 0.1, validationLoss: Number.NaN, learningRate: 0.1 }],
  };
  const { state: _, ...restored } = restoreCheckpoint(owner, saveCheckpoint(owner, later));
  const { state: __, ...saved } = later;
  expect(restored).toEqual(saved);
  await step.close();
});

test("checkpoint: one of another net or other settings, and a damaged one, are refused by name", async () => {
  const [small, large] = [await openTrainingStep(everything(4)), await openTrainingStep(everything(5))];
  const owner = { name: "all", plan: small.plan, task: "t" };
  const file = saveCheckpoint(owner, reached(newState(small.plan, 1)));
  for (const other of [
    { ...owner, plan: large.plan },
    { ...owner, task: "u" },
  ]) {
    expect(() => restoreCheckpoint(other, file)).toThrow(expect.objectContaining({ code: "MODEL_MISMATCH" }));
  }
  const flipped = file.slice();
  flipped[flipped.length - 7]! ^= 4;
  const place = Buffer.from(file).indexOf("lossSum");
  const moved = Uint8Array.from(Buffer.from(file).fill("lossSun", place, place + 7));
  const cut = [0, 7, 20, file.length - 1].map((length) => file.subarray(0, length));
  for (const damaged of [flipped, moved, ...cut]) {
    expect(() => restoreCheckpoint(owner, damaged)).toThrow(
      expect.objectContaining({
        code: "DATA_DAMAGED",
        message: 'the checkpoint of "all" is damaged and can\'t be gone on from; start over with --fresh',
      }),
    );
  }
  await Promise.all([small.close(), large.close()]);
});

test("safetensors: writes what the format's description shows", () => {
  const file = encodeSafetensors([{ name: "a", shape: [2, 1], data: Float32Array.of(1, -2) }], { of: "é" });
  const header = '{"__metadata__":{"of":"é"},"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}}';
  const length = new DataView(file.buffer).getUint32(0, true);
  expect(length % 8).toBe(0);
  expect(
    Buffer.from(file.subarray(8, 8 + length))
      .toString()
      .trimEnd(),
  ).toBe(header);
  expect(Buffer.from(file.subarray(8 + length)).toString("hex")).toBe("0000803f000000c0");
  const { tensors, metadata } = decodeSafetensors(file);
  expect(tensors.get("a")).toEqual({ name: "a", shape: [2, 1], data: Float32Array.of(1, -2) });
  expect(metadata).toEqual({ of: "é" });
  expect(decodeSafetensors(Buffer.from(file)).tensors.get("a")!.data).toEqual(Float32Array.of(1, -2));
});

test.for([
  ['{"a":{"dtype":"F16","shape":[1],"data_offsets":[0,2]}}', '"a" is not an array of float32'],
  ['{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,4]}}', '"a" is cut short'],
  ['{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}', '"a" is cut short'],
  ['{"a":null}', '"a" is not an array of float32'],
  ["null", "it doesn't start as a safetensors file does"],
  ["{", "it doesn't start as a safetensors file does"],
] as const)("safetensors: %s is refused", ([header, message]) => {
  const text = Buffer.from(header);
  const file = Buffer.concat([Buffer.alloc(8), text, Buffer.alloc(4)]);
  file.writeBigUInt64LE(BigInt(text.length));
  expect(() => decodeSafetensors(file)).toThrow(message);
});
