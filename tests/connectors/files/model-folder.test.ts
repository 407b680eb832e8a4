import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openModelFolder } from "../../../connectors/files/model-folder.ts";
import { aManifest } from "../../support/manifests.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const weights = new Uint8Array([97, 98, 99]);
// SHA-256 of "abc", from FIPS 180-2, appendix B.1.
const sha256OfAbc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

test("openModelFolder: a model comes back as it was added", async () => {
  const folder = join(temporaryFolder(), "models");
  const reference = await openModelFolder(folder).add(aManifest({ seed: 9 }), {
    weights,
    "terms.json": new Uint8Array(),
  });
  const store = openModelFolder(folder);
  expect(reference).toBe("ridge-1");
  expect(await store.files("ridge-1")).toEqual({ weights, "terms.json": new Uint8Array() });
  const manifest = await store.manifest("ridge-1");
  expect(manifest).toMatchObject({ ...aManifest({ seed: 9 }), reference: "ridge-1", files: { weights: sha256OfAbc } });
  expect(readdirSync(join(folder, "ridge-1")).sort()).toEqual(["manifest.json", "terms.json", "weights"]);
  expect(readdirSync(folder)).toEqual(["ridge-1"]);
});

test("openModelFolder: versions count per kind and as numbers", async () => {
  const folder = temporaryFolder();
  for (const taken of ["ridge-9", "ridge-10", "ridge-word-50", "ridge-011", "notes"]) mkdirSync(join(folder, taken));
  const store = openModelFolder(folder);
  expect(await store.add(aManifest(), { weights })).toBe("ridge-11");
  expect(await store.add(aManifest({ kind: "ridge-word" }), { weights })).toBe("ridge-word-51");
  expect(await store.add(aManifest({ kind: "mean" }), { weights })).toBe("mean-1");
});

test("openModelFolder: a version is written once, and stays as it is when others come", async () => {
  const folder = temporaryFolder();
  const store = openModelFolder(folder);
  await store.add(aManifest({ seed: 1 }), { weights });
  const before = readFileSync(join(folder, "ridge-1/manifest.json"), "utf8");
  await store.add(aManifest({ seed: 2 }), { weights: new Uint8Array([1]) });
  expect(readFileSync(join(folder, "ridge-1/manifest.json"), "utf8")).toBe(before);
  expect(await store.files("ridge-1")).toEqual({ weights });
  expect(readdirSync(folder).sort()).toEqual(["ridge-1", "ridge-2"]);
});

test("openModelFolder: trainings that end at once all get a version", async () => {
  const folder = temporaryFolder();
  const names = await Promise.all(
    Array.from({ length: 12 }, (_, seed) =>
      openModelFolder(folder).add(aManifest({ seed }), { seed: new Uint8Array([seed]) }),
    ),
  );
  expect(new Set(names)).toEqual(new Set(Array.from({ length: 12 }, (_, index) => `ridge-${index + 1}`)));
  const store = openModelFolder(folder);
  for (const [seed, name] of names.entries()) {
    expect((await store.manifest(name)).seed).toBe(seed);
    expect(await store.files(name)).toEqual({ seed: new Uint8Array([seed]) });
  }
});

test("openModelFolder: a damaged manifest is left out of the list where somebody is told, else it is thrown", async () => {
  const folder = temporaryFolder();
  const store = openModelFolder(folder);
  await store.add(aManifest(), {});
  const damaged = await store.add(aManifest(), {});
  writeFileSync(join(folder, damaged, "manifest.json"), "{");
  const told: string[] = [];
  expect((await store.list((fault) => told.push(fault.code))).map((manifest) => manifest.reference)).toEqual([
    "ridge-1",
  ]);
  expect(told).toEqual(["DATA_DAMAGED"]);
  await expect(store.list()).rejects.toMatchObject({ code: "DATA_DAMAGED" });
});

test("openModelFolder: lists the oldest first, and nothing where there is no folder", async () => {
  const folder = temporaryFolder();
  const store = openModelFolder(folder);
  await store.add(aManifest({ trainedAt: 300 }), { weights });
  await store.add(aManifest({ trainedAt: 100 }), { weights });
  await store.add(aManifest({ kind: "mean", trainedAt: 200 }), { weights });
  expect((await store.list()).map((manifest) => manifest.reference)).toEqual(["ridge-2", "mean-1", "ridge-1"]);
  expect(await openModelFolder(join(folder, "absent")).list()).toEqual([]);
});

test("openModelFolder: an unknown reference is told which there are", async () => {
  const folder = temporaryFolder();
  const store = openModelFolder(folder);
  await expect(store.manifest("ridge-1")).rejects.toThrow("there is none yet; train one with `twinstream train`");
  await store.add(aManifest(), { weights });
  await store.add(aManifest({ kind: "mean" }), { weights });
  await expect(store.files("ridge-7")).rejects.toMatchObject({
    code: "MODEL_NOT_FOUND",
    message: `no model "ridge-7" in "${folder}"; there are: mean-1, ridge-1`,
  });
});

test.for(["../secret-1", "..", "", "ridge-1/..", "ridge-1/manifest.json", "ridge", "ridge-01", "Ridge-1", "/etc-1"])(
  'openModelFolder: the reference "%s" leads nowhere',
  async (reference) => {
    const folder = temporaryFolder();
    const store = openModelFolder(join(folder, "models"));
    await store.add(aManifest(), { weights });
    mkdirSync(join(folder, "secret-1"));
    writeFileSync(join(folder, "secret-1", "manifest.json"), "{}");
    await expect(store.files(reference)).rejects.toMatchObject({ code: "MODEL_NOT_FOUND" });
  },
);

test.for(["../ridge", "ridge-1", "Ridge", "", "a/b", "."])(
  'openModelFolder: the kind "%s" is refused',
  async (kind) => {
    const folder = join(temporaryFolder(), "models");
    await expect(openModelFolder(folder).add(aManifest({ kind }), { weights })).rejects.toThrow("can't be a kind");
    expect(existsSync(folder)).toBe(false);
  },
);

test.for(["../x", "a/b", "manifest.json", "", ".hidden"])(
  'openModelFolder: the file name "%s" is refused',
  async (name) => {
    const adding = openModelFolder(temporaryFolder()).add(aManifest(), { [name]: weights });
    await expect(adding).rejects.toThrow("can't be the name of a model file");
  },
);

test("openModelFolder: an altered, a missing and a renamed file are named with what to do", async () => {
  const folder = temporaryFolder();
  const store = openModelFolder(folder);
  await store.add(aManifest(), { weights });
  const path = join(folder, "ridge-1", "weights");
  const remedy = 'restore it from a copy, or remove the folder of "ridge-1" and train again';
  writeFileSync(path, "abd");
  await expect(store.files("ridge-1")).rejects.toMatchObject({
    code: "DATA_DAMAGED",
    message: `"${path}" was altered: its SHA-256 is not the manifest's; ${remedy}`,
  });
  rmSync(path);
  await expect(store.files("ridge-1")).rejects.toThrow(`"${path}" is missing; ${remedy}`);
  const manifest = join(folder, "ridge-1", "manifest.json");
  writeFileSync(manifest, readFileSync(manifest, "utf8").replace('"weights"', '"../../secret"'));
  await expect(store.files("ridge-1")).rejects.toMatchObject({ code: "DATA_DAMAGED" });
  for (const text of ["{", "null", "{}", '{"reference":"ridge-2","files":{}}']) {
    writeFileSync(manifest, text);
    await expect(store.manifest("ridge-1")).rejects.toMatchObject({ code: "DATA_DAMAGED" });
  }
});

test("openModelFolder: what a killed training left is no model and is not in the way", async () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, ".tmp-1-1-ridge"));
  writeFileSync(join(folder, ".tmp-1-1-ridge", "weights"), "half");
  const store = openModelFolder(folder);
  expect(await store.list()).toEqual([]);
  expect(await store.add(aManifest(), { weights })).toBe("ridge-1");
});

test("openModelFolder: a folder that can't be made is one sentence", async () => {
  const path = join(temporaryFolder(), "file");
  writeFileSync(path, "");
  const adding = openModelFolder(join(path, "models")).add(aManifest(), { weights });
  await expect(adding).rejects.toMatchObject({ code: "FOLDER_UNWRITABLE" });
});
