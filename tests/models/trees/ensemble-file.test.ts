import fc from "fast-check";
import { expect, test } from "vitest";
import { randomRows, randomTrees } from "../../../bench/support/random-trees.ts";
import { loadTrees, saveTrees } from "../../../models/trees/ensemble-file.ts";
import { leafOf, predictTrees, type TreeEnsemble } from "../../../models/trees/tree-ensemble.ts";
import { TwinstreamError } from "../../../schemas/errors.ts";

const file = "trees.bin";
const anyTrees = fc.record({
  seed: fc.nat(),
  trees: fc.integer({ min: 0, max: 4 }),
  leaves: fc.integer({ min: 1, max: 9 }),
  columns: fc.integer({ min: 1, max: 5 }),
  categorical: fc.constantFrom(0, 0.5),
});
const small = saveTrees(file, randomTrees({ seed: 1, trees: 3, leaves: 5, columns: 2, categorical: 0.5 }))[file]!;
const load = (bytes: Uint8Array) => loadTrees("boosted", file, { [file]: bytes });

test("saveTrees: what is loaded sends each row the same way, to leaves that are the same", () => {
  fc.assert(
    fc.property(anyTrees, (shape) => {
      const ensemble = randomTrees(shape);
      const loaded = loadTrees("boosted", file, saveTrees(file, ensemble));
      const rows = randomRows(shape.seed, 50, shape.columns);
      expect(predictTrees(loaded, rows)).toEqual(predictTrees(ensemble, rows));
      expect(everyPath(loaded, rows)).toEqual(everyPath(ensemble, rows));
    }),
  );
});

test("saveTrees: trees that were loaded are saved as the same bytes, 9 for a leaf and 21 for a split", () => {
  const trees = randomTrees({ seed: 1, trees: 100, leaves: 31, columns: 60 });
  const saved = saveTrees(file, trees);
  expect(saved[file]!.length).toBe(40 + 100 * (31 * 9 + 30 * 21));
  expect(saveTrees(file, loadTrees("boosted", file, saved))).toEqual(saved);
});

test("loadTrees: takes bytes that start anywhere in a buffer", () => {
  const buffer = Buffer.concat([Buffer.of(0), small]).subarray(1);
  expect(load(buffer)).toEqual(load(small));
});

test("loadTrees: changed bytes are trees or damage, and trees never lead outside", () => {
  const place = fc.nat({ max: small.length - 1 });
  fc.assert(
    fc.property(fc.array(fc.tuple(place, fc.nat({ max: 255 })), { minLength: 1, maxLength: 4 }), (changes) => {
      const bytes = small.slice();
      for (const [at, byte] of changes) bytes[at] = byte;
      expectTreesOrDamage(bytes);
    }),
    { numRuns: 5000 },
  );
});

test("loadTrees: a file cut short or made longer is damaged", () => {
  for (let length = 0; length < small.length; length++)
    expect(() => load(small.subarray(0, length))).toThrow(TwinstreamError);
  expect(() => load(Buffer.concat([small, Buffer.of(0)]))).toThrow(/has \d+ bytes, not \d+/);
});

const header = (place: number, word: number) => (bytes: DataView) => bytes.setUint32(8 + 4 * place, word, true);
const lastByte = (byte: number) => (bytes: DataView) => bytes.setUint8(bytes.byteLength - 1, byte);

test.each([
  ["another mark", (bytes: DataView) => bytes.setUint8(0, 0), "doesn't start as trees do"],
  ["another version", header(0, 2), "its version is 2, this program reads 1"],
  ["no columns", header(1, 0), "it says that rows have 0 columns"],
  ["fewer columns than are asked", header(1, 1), "asks a column that rows don't have"],
  ["a base that is no number", (bytes: DataView) => bytes.setFloat64(32, Number.NaN, true), "is not finite"],
  ["a value that is no number", (bytes: DataView) => bytes.setFloat32(40, Infinity, true), "is not finite"],
  ["a negative cover", (bytes: DataView) => bytes.setFloat32(40 + 27 * 4, -1, true), "by no number of rows"],
  [
    "a threshold that is no number",
    (bytes: DataView) => bytes.setUint32(40 + 66 * 4, 0x7fc00000, true),
    "a split in it has no number",
  ],
  ["a leaf that is a split", lastByte(1), "splits without nodes"],
  ["a leaf with categories", lastByte(4), "of no kind"],
] as const)("loadTrees: %s is damage", (_, change, message) => {
  const bytes = small.slice();
  change(new DataView(bytes.buffer));
  expect(() => load(bytes)).toThrow(expect.objectContaining({ code: "DATA_DAMAGED" }));
  expect(() => load(bytes)).toThrow(message);
});

test("loadTrees: says which file of which model, and what to do", () => {
  expect(() => loadTrees("forest", file, {})).toThrow(
    "trees.bin of a forest model can't be read: it is missing; train the model again or put back a copy",
  );
});

function expectTreesOrDamage(bytes: Uint8Array): void {
  try {
    const ensemble = load(bytes);
    const rows = randomRows(1, 3, Math.min(ensemble.columns, 1000));
    expect(everyPath({ ...ensemble, columns: Math.min(ensemble.columns, 1000) }, rows)).toBeDefined();
  } catch (error) {
    expect(error).toBeInstanceOf(TwinstreamError);
    expect(error).toMatchObject({ code: "DATA_DAMAGED" });
  }
}

/** All that is known of the nodes that rows meet, whatever their numbers. */
function everyPath(ensemble: TreeEnsemble, rows: Float32Array) {
  const count = rows.length / ensemble.columns;
  return [...ensemble.roots].flatMap((root) =>
    Array.from({ length: count }, (_, row) => {
      const leaf = leafOf(ensemble, root, rows, row);
      return [root, leaf].map((node) => [
        ...[ensemble.column[node], ensemble.threshold[node], ensemble.missingLeft[node], ensemble.value[node]],
        ...[ensemble.gain[node], ensemble.cover[node], [...(ensemble.categories.get(node) ?? [])].sort()],
      ]);
    }),
  );
}
