import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openModelFolder } from "../../../connectors/files/model-folder.ts";
import { createVirtualClock } from "../../../connectors/memory/virtual-clock.ts";
import { openRecogniser } from "../../../pipelines/hybrid/recogniser.ts";
import type { ClassifierManifest } from "../../../schemas/classifier-manifest.ts";
import { keptHybrid } from "../../support/kept-hybrid.ts";
import { plainPicture } from "../../support/pictures.ts";

let path: string;
let notices: string[];
const clock = createVirtualClock(0);

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), "recogniser-"));
  notices = [];
});

afterEach(() => rmSync(path, { recursive: true, force: true }));

const open = (pictures?: string) =>
  openRecogniser({ path, classifiers: join(path, "classifiers") }, pictures, clock, (text) => notices.push(text));
const keep = async (files = keptHybrid()) =>
  openModelFolder<ClassifierManifest>(join(path, "classifiers")).add(
    { kind: "hybrid", trainedAt: clock.now() } as ClassifierManifest,
    await files,
  );

test("recogniser: there is none before a model is, and then the newest", async () => {
  const recogniser = await open();
  const reference = () => recogniser.use(async (recognising) => recognising.reference);
  expect(await reference()).toBeUndefined();
  await keep();
  expect(await reference()).toBeUndefined();
  await clock.advance(5_000);
  expect(await Promise.all([reference(), reference()])).toEqual(["hybrid-1", "hybrid-1"]);
  await keep();
  await clock.advance(5_000);
  expect(await reference()).toBe("hybrid-2");
  expect(notices).toEqual([]);
  await recogniser.close();
});

test("recogniser: one that is replaced stays open as long as it is used", async () => {
  await keep();
  const recogniser = await open();
  let finish = () => {};
  const waiting = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const slow = recogniser.use(async ({ model }) => {
    await waiting;
    return (await model.recognise([{ title: "brand1 men", picture: undefined }])).length;
  });
  await keep();
  await clock.advance(5_000);
  expect(await recogniser.use(async ({ reference }) => reference)).toBe("hybrid-2");
  finish();
  expect(await slow).toBe(1);
  await recogniser.close();
});

test("recogniser: one that can't be loaded is told, and the one before goes on", async () => {
  await keep();
  const recogniser = await open();
  const reference = () => recogniser.use(async (recognising) => recognising.reference);
  expect(await reference()).toBe("hybrid-1");
  await keep(Promise.resolve({ "model.json": new TextEncoder().encode("{}") }));
  await clock.advance(5_000);
  expect(await reference()).toBe("hybrid-1");
  expect(notices).toEqual([
    expect.stringMatching(/^products are recognised as before: model\.json of a hybrid model can't be read/),
  ]);
  await recogniser.close();
});

test("recogniser: pictures are those of the folder that is named, else of `pictures` in the data folder", async () => {
  await keep();
  const picture = await plainPicture("red");
  for (const folder of ["pictures", "others"]) mkdirSync(join(path, folder));
  writeFileSync(join(path, "pictures", "a.png"), picture);
  writeFileSync(join(path, "others", "b.png"), picture);
  const [usual, named] = [await open(), await open(join(path, "others"))];
  const finds = (recogniser: typeof usual, name: string) =>
    recogniser.use(async ({ pictures }) => "bytes" in (await pictures.find(name)));
  expect(await Promise.all([finds(usual, "a.png"), finds(usual, "b.png")])).toEqual([true, false]);
  expect(await Promise.all([finds(named, "a.png"), finds(named, "b.png")])).toEqual([false, true]);
  await expect(open(join(path, "none"))).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
  for (const recogniser of [usual, named]) await recogniser.close();
});
