import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import type { EncoderWish } from "../../models/embedding/sentence-encoder.ts";
import { siameseEncoder } from "../../models/siamese/encoder-learner.ts";
import { keepEncodersIn, surroundings } from "../../pipelines/surroundings.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const minilm = resolve("../shared/models/minilm");
const hasMinilm = existsSync(minilm);
const gone = "/there/is/no/such/encoder";

beforeEach(() => {
  vi.stubEnv("TWINSTREAM_ENCODER", "");
  vi.stubEnv("HF_ENDPOINT", "http://127.0.0.1:9"); // nothing listens there
  keepEncodersIn(temporaryFolder());
});
afterEach(() => vi.unstubAllEnvs());

async function open(source: string, wish: EncoderWish = {}) {
  const encoder = await surroundings.openEncoder(source, { dtype: "q8", ...wish });
  onTestFinished(() => encoder.close());
  return encoder;
}

test("surroundings: the default encoder, where it can't be had, is asked for by name and folder", async () => {
  const folder = temporaryFolder();
  keepEncodersIn(folder);
  await expect(open(siameseEncoder.defaults.encoder)).rejects.toMatchObject({
    code: "MODEL_NOT_FOUND",
    message: expect.stringContaining(`--local-dir "${join(folder, "encoders", "Xenova", "all-MiniLM-L6-v2")}"`),
  });
});

test("surroundings: a model whose encoder has moved says how to tell where to", async () => {
  const message = (text: string) => ({ code: "MODEL_NOT_FOUND", message: expect.stringContaining(text) });
  const moved = message("set TWINSTREAM_ENCODER to its folder");
  await expect(open(gone, { mayHaveMoved: true })).rejects.toMatchObject(moved);
  await expect(open(gone)).rejects.toMatchObject(message(`there is no encoder folder "${gone}"`));
});

test.skipIf(!hasMinilm)(
  "surroundings: TWINSTREAM_ENCODER stands in for the default and for one that moved",
  async () => {
    vi.stubEnv("TWINSTREAM_ENCODER", minilm);
    expect((await open(siameseEncoder.defaults.encoder)).source).toBe(minilm);
    expect((await open(gone, { mayHaveMoved: true })).source).toBe(minilm);
    await expect(open(gone)).rejects.toMatchObject({ code: "MODEL_NOT_FOUND" });
  },
);

test.skipIf(!hasMinilm)("surroundings: vectors are kept in the data folder where that is asked for", async () => {
  const folder = temporaryFolder();
  keepEncodersIn(folder);
  const cache = (name: string) => join(folder, "cache", "encoder", name, "cache.mdb");
  const forgetting = await open(minilm);
  await forgetting.encode(["bolt"]);
  expect(existsSync(cache(forgetting.name))).toBe(false);
  const remembering = await open(minilm, { remembers: true });
  expect(await remembering.encode(["bolt"])).toEqual(await forgetting.encode(["bolt"]));
  expect(existsSync(cache(remembering.name))).toBe(true);
});
