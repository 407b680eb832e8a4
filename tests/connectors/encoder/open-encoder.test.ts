import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join, resolve } from "node:path";
import { afterAll, expect, onTestFinished, test } from "vitest";
import { type Encoder, type EncoderOptions, openEncoder } from "../../../connectors/encoder/open-encoder.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const minilm = resolve("../shared/models/minilm");
const hasMinilm = existsSync(minilm);
const textFiles = ["config.json", "tokenizer.json", "tokenizer_config.json"];

async function open(source: string, options?: EncoderOptions) {
  const encoder = await openEncoder(source, options);
  onTestFinished(() => encoder.close());
  return encoder;
}

let shared: Promise<Encoder> | undefined;

/** One encoder for all tests that only use it. */
function fullPrecision(): Promise<Encoder> {
  shared ??= openEncoder(minilm);
  return shared;
}

afterAll(async () => (await shared)?.close());

const cosine = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, axis) => sum + value * b[axis]!, 0);

const texts = [
  "angle bracket",
  "Simpson Strong-Tie 12-Gauge Angle",
  "a",
  "deck over",
  "BEHR Premium Textured DeckOver 1-gal. #SC-141 Tugboat Wood and Concrete Coating",
  "Delta Vero 1-Handle Shower Only Faucet Trim Kit in Chrome (Valve Not Included)",
  "shower faucet",
];

const furthest = (a: Float32Array, b: ArrayLike<number>) =>
  a.reduce((most, value, axis) => Math.max(most, Math.abs(value - b[axis]!)), 0);

/** The failure of a promise, by code and message. */
async function failure(promise: Promise<unknown>): Promise<string> {
  const error = await promise.then(
    () => new Error("it did not fail"),
    (reason) => reason,
  );
  return `${error.code}: ${error.message}`;
}

test.skipIf(!hasMinilm)("openEncoder: gives the vectors that Python gives", async () => {
  const encoder = await fullPrecision();
  const [angle, simpson] = await encoder.encode(texts);
  expect(encoder.dimensions).toBe(384);
  // Python's onnxruntime on the same file, one text at a time, tokens by greedy longest match in vocab.txt,
  // then numpy: mean over the tokens in float64, divided by its length; the first six numbers and the last
  const angleByPython = [-0.069851, 0.130225, -0.066211, -0.090451, -0.062144, 0.027058];
  const simpsonByPython = [-0.076774, 0.032505, -0.077044, -0.04847, -0.082449, -0.02368];
  expect(furthest(angle!.slice(0, 6), angleByPython)).toBeLessThan(1e-5);
  expect(furthest(simpson!.slice(0, 6), simpsonByPython)).toBeLessThan(1e-5);
  expect(angle![383]).toBeCloseTo(-0.053784, 5);
  expect(simpson![383]).toBeCloseTo(0.001673, 5);
});

test.skipIf(!hasMinilm)(
  "openEncoder: near texts are nearer than far ones, every vector is of unit length",
  async () => {
    const vectors = await (await fullPrecision()).encode(texts);
    const [angle, simpson, , deck, coating, faucet, shower] = vectors;
    expect(cosine(angle!, simpson!)).toBeGreaterThan(cosine(angle!, coating!) + 0.2);
    expect(cosine(deck!, coating!)).toBeGreaterThan(cosine(deck!, faucet!) + 0.2);
    expect(cosine(shower!, faucet!)).toBeGreaterThan(cosine(shower!, simpson!) + 0.2);
    for (const vector of vectors) expect(cosine(vector, vector)).toBeCloseTo(1, 5);
  },
);

test.skipIf(!hasMinilm).each(["fp32", "q8"])("openEncoder: %s vectors don't depend on their batch", async (dtype) => {
  const together = await (await open(minilm, { dtype })).encode(texts);
  const single = await open(minilm, { dtype, tokensPerBatch: 1 });
  for (const [i, text] of texts.entries()) {
    expect(furthest(together[i]!, (await single.encode([text]))[0]!)).toBeLessThan(1e-5);
  }
});

test.skipIf(!hasMinilm)("openEncoder: a text beyond 256 tokens counts as far as it is read", async () => {
  const [long, longer, empty] = await (await fullPrecision()).encode(["nut ".repeat(300), "nut ".repeat(900), ""]);
  expect(furthest(long!, longer!)).toBeLessThan(1e-6);
  expect(cosine(empty!, empty!)).toBeCloseTo(1, 5);
});

test.skipIf(!hasMinilm)("openEncoder: the name is that of the weights, wherever they lie", async () => {
  const elsewhere = join(temporaryFolder(), "copy");
  cpSync(minilm, elsewhere, { recursive: true, filter: (path) => !path.endsWith("model.onnx") });
  const { name, source } = await open(minilm, { dtype: "q8" });
  expect((await open(elsewhere, { dtype: "q8" })).name).toBe(name);
  expect(source).toBe(minilm);
  expect(name).toMatch(/^bert-384-[0-9a-f]{12}$/);
  expect((await fullPrecision()).name).not.toBe(name);
  expect(await failure(openEncoder(elsewhere))).toBe(
    `MODEL_NOT_FOUND: the encoder in "${elsewhere}" lacks onnx/model.onnx; put it there, or take dtype=q8, which is`,
  );
});

test("openEncoder: says what a folder or a name lacks", async () => {
  const folder = temporaryFolder();
  expect(await failure(openEncoder(join(folder, "gone")))).toMatch(
    /^MODEL_NOT_FOUND: there is no encoder folder ".*gone"; give one with config.json, tokenizer.json, tokenizer_config.json, onnx\/model.onnx$/,
  );
  expect(await failure(openEncoder(folder))).toContain("lacks config.json, tokenizer.json");
  expect(await failure(openEncoder("what is this?"))).toContain("MODEL_NOT_FOUND");
  expect(await failure(openEncoder(folder, { dtype: "fp8" }))).toMatch(/^WRONG_USAGE: .*"fp8"; choose one of fp32, /);
  expect(await failure(openEncoder("owner/name"))).toContain("--encoder DIR, or the variable TWINSTREAM_ENCODER");
});

test("openEncoder: says that files are no encoder", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, "onnx"));
  for (const file of [...textFiles, "onnx/model.onnx"]) writeFileSync(join(folder, file), "{}");
  expect(await failure(openEncoder(folder))).toContain("FILE_UNREADABLE");
  writeFileSync(join(folder, "config.json"), '{"model_type":"bert","hidden_size":4}');
  expect(await failure(openEncoder(folder))).toContain(`the encoder in "${folder}" can't be opened`);
});

test("openEncoder: without the hub one sentence says how to get the encoder", async () => {
  const folder = temporaryFolder();
  // port 9 discards, and nothing listens
  const message = await failure(openEncoder("owner/name", { folder, hub: "http://127.0.0.1:9" }));
  expect(message).toContain('MODEL_NOT_FOUND: can\'t get the sentence encoder "owner/name" (');
  expect(message).toContain(
    `run: hf download owner/name config.json tokenizer.json tokenizer_config.json onnx/model.onnx --local-dir "${join(folder, "owner/name")}"`,
  );
});

test.skipIf(!hasMinilm)("openEncoder: downloads from the hub once, then needs it no more", async () => {
  const folder = temporaryFolder();
  const server = await serveHub("owner/name");
  const hub = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { name, source } = await open("owner/name", { folder, hub, dtype: "q8" });
  expect(source).toBe(join(folder, "owner/name"));
  await new Promise((done) => server.close(done).closeAllConnections());
  expect((await open("owner/name", { folder, hub, dtype: "q8" })).name).toBe(name);
  expect((await open(minilm, { dtype: "q8" })).name).toBe(name);
});

/** A hub with one model. */
async function serveHub(model: string): Promise<Server> {
  const prefix = `/${model}/resolve/main/`;
  const server = createServer(({ url = "" }, response) => {
    const path = join(minilm, url.slice(prefix.length));
    if (url.startsWith(prefix) && existsSync(path)) response.end(readFileSync(path));
    else response.writeHead(404).end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  return server;
}
