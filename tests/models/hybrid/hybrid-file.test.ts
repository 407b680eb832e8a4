import { expect, test } from "vitest";
import { hybridDefaults } from "../../../models/hybrid/hybrid-config.ts";
import { loadHybrid, saveHybrid, shortHash } from "../../../models/hybrid/hybrid-file.ts";
import type { Artifact } from "../../../schemas/artifact.ts";

const description = { config: hybridDefaults, categories: ["caps", "ties"] };
const files = { net: Uint8Array.of(1, 2, 3), words: Uint8Array.of(4) };
const saved = saveHybrid(description, files);

/** The artifact with something else in its description. */
function described(changes: object): Artifact {
  const before = JSON.parse(new TextDecoder().decode(saved["model.json"])) as object;
  return { ...saved, "model.json": new TextEncoder().encode(JSON.stringify({ ...before, ...changes })) };
}

test("hybrid file: what was saved is what is loaded", () => {
  expect(loadHybrid(saved)).toEqual({ description, files });
});

test("hybrid file: other bytes have another hash", () => {
  expect(shortHash(files)).toMatch(/^[0-9a-f]{8}$/);
  expect(shortHash({ ...files, words: Uint8Array.of(5) })).not.toBe(shortHash(files));
});

const { "words.txt": _words, ...wordless } = saved;

test.for([
  [{ ...saved, "net.onnx": new Uint8Array(3) }, "DATA_DAMAGED", /net\.onnx .* it is not the file that was saved/],
  [wordless, "DATA_DAMAGED", /words\.txt .* it is missing/],
  [described({ version: 2 }), "MODEL_MISMATCH", /is version 2, this program reads 1; update Twinstream/],
  [described({ version: 0 }), "DATA_DAMAGED", /it is version 0, this program reads 1/],
  [described({ kind: "mean" }), "DATA_DAMAGED", /it is of the kind "mean"/],
  [described({ config: { ...hybridDefaults, width: 7 } }), "DATA_DAMAGED", /its config is not one of this kind/],
  [described({ config: { width: 8 } }), "DATA_DAMAGED", /its config is not one of this kind/],
  [described({ categories: "hats" }), "DATA_DAMAGED", /it has no list of categories/],
] as readonly (readonly [Artifact, string, RegExp])[])(
  "hybrid file: %# is refused with %s",
  ([artifact, code, message]) => {
    expect(() => loadHybrid(artifact)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
  },
);
