import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { expect, test, vi } from "vitest";
import { openModelFolder } from "../../../connectors/files/model-folder.ts";
import { loadLiveModel, namedModel, untrainedModels } from "../../../pipelines/live-models.ts";
import { scoreHere } from "../../../pipelines/scoring/search-scorer.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { smallShop, trainOnShop } from "../../support/trained-model.ts";

// A worker thread runs what was built, so what starts it is taken from there too.
const built = resolve("dist/pipelines/scoring/scoring-threads.js");
const { startScoringThreads } = (await import(built)) as typeof import("../../../pipelines/scoring/scoring-threads.ts");

const searches = [...smallShop.judgedQueries(12)].map(({ query, products }) => ({
  query: query!,
  titles: products.map(({ title }) => title!),
  brands: products.map(({ title }, i) => (i % 2 === 0 ? title!.split(" ")[0]! : null)),
}));

async function openShop() {
  const data = temporaryFolder();
  const models = join(data, "models");
  const store = openModelFolder(models);
  const { manifest, files } = await trainOnShop("ridge");
  const reference = await store.add(manifest, files);
  return { store, reference, settings: { data, models, keptTitles: 100 } };
}

test("startScoringThreads: searches asked for at once get what they get in the caller's thread, prepared or not", async () => {
  const { store, reference, settings } = await openShop();
  const live = await namedModel(store, reference);
  const scorer = startScoringThreads(settings, 2, live, expect.unreachable);
  const here = scoreHere(live);
  const expected = await Promise.all(searches.map((search) => here.score(search)));
  expect(expected[0]).toMatchObject({ model: reference, scoreMin: 1, scoreMax: 3 });
  const nameless = await Promise.all(searches.map(({ query, titles }) => here.score({ query, titles })));
  expect(nameless).not.toEqual(expected);
  expect(await Promise.all(searches.map((search) => scorer.score(search)))).toEqual(expected);
  await scorer.prepare(searches.flatMap(({ titles }) => titles));
  expect(await Promise.all(searches.map((search) => scorer.score(search)))).toEqual(expected);
  await scorer.close();
});

test("startScoringThreads: threads that have nothing to do score a long search together, and nothing waits for a part that fails", async () => {
  const { store, reference, settings } = await openShop();
  const live = await namedModel(store, reference);
  const scorer = startScoringThreads(settings, 3, live, expect.unreachable);
  const long = {
    query: searches[0]!.query,
    titles: Array.from({ length: 307 }, (_, i) => `${searches[i % 12]!.titles[i % 3]} ${i}`),
    brands: Array.from({ length: 307 }, (_, i) => searches[i % 12]!.brands[i % 3]!),
  };
  const expected = await scoreHere(live).score(long);
  expect(new Set(expected.scores).size).toBeGreaterThan(30);
  const sent = vi.spyOn(Worker.prototype, "postMessage");
  expect(await scorer.score(long)).toEqual(expected);
  expect(sent.mock.calls.map(([order]) => order.part)).toMatchObject([
    { first: 0, end: 102 },
    { first: 102, end: 204 },
    { first: 204, end: 307 },
  ]);
  expect(new Set(sent.mock.contexts).size).toBe(3);
  sent.mockRestore();
  await expect(scorer.score({ ...long, titles: [...long.titles, 7 as unknown as string] })).rejects.toThrow(TypeError);
  // together they get one thread each, or wait for one
  expect(await Promise.all([long, searches[1]!, long].map((search) => scorer.score(search)))).toEqual([
    expected,
    await scoreHere(live).score(searches[1]!),
    expected,
  ]);
  await scorer.close();
});

test("startScoringThreads: another model scores from the next search on, and what a person can mend keeps its code", async () => {
  const { store, reference, settings } = await openShop();
  const [trained, untrained] = [await loadLiveModel(store, reference), await untrainedModels.current()];
  let live = untrained;
  const scorer = startScoringThreads(settings, 1, { current: async () => live }, expect.unreachable);
  expect(await scorer.score(searches[0]!)).toMatchObject({ model: untrained.reference });
  live = trained;
  expect(await scorer.score(searches[0]!)).toMatchObject({ model: reference });
  live = { ...trained, reference: "ridge-2" };
  await expect(scorer.score(searches[0]!)).rejects.toMatchObject({
    name: "TwinstreamError",
    code: "MODEL_NOT_FOUND",
    message: expect.stringContaining('no model "ridge-2"'),
  });
  live = trained;
  expect(await scorer.score(searches[0]!)).toMatchObject({ model: reference });
  await scorer.close();
});

test("startScoringThreads: of searches that are scored together, one that fails takes no other along", async () => {
  const { store, reference, settings } = await openShop();
  const live = await namedModel(store, reference);
  const here = scoreHere(live);
  const scorer = startScoringThreads(settings, 1, live, expect.unreachable);
  const broken = { query: "hose", titles: [7 as unknown as string] };
  const asked = [searches[0]!, searches[1]!, broken, searches[2]!].map((search) => scorer.score(search));
  const [first, second, failed, third] = await Promise.allSettled(asked);
  expect(failed).toMatchObject({ status: "rejected", reason: expect.any(TypeError) });
  for (const [i, scored] of [first!, second!, third!].entries())
    expect(scored).toEqual({ status: "fulfilled", value: await here.score(searches[i]!) });
  await scorer.close();
});

/** Goes before everything in every thread, and lets the first one that scores break down. */
const failing = `
import { threadId } from "node:worker_threads";
if (threadId === 1) throw new Error("no room for a thread");
`;

const program = `
import { untrainedModels } from "${pathToFileURL("dist/pipelines/live-models.js").href}";
import { startScoringThreads } from "${pathToFileURL(built).href}";
const scorer = startScoringThreads({ data: "data", models: "models", keptTitles: 1 }, 1, untrainedModels, console.log);
const search = { query: "hose", titles: ["Garden Hose"] };
await scorer.score(search).catch(({ message }) => console.log(message));
console.log((await scorer.score(search)).model);
await scorer.close();
`;

test("startScoringThreads: who waits for a thread that breaks down is told, and the next search has another one", async () => {
  const folder = temporaryFolder();
  const [before, main] = [join(folder, "before.mjs"), join(folder, "main.mjs")];
  writeFileSync(before, failing);
  writeFileSync(main, program);
  const words = ["--import", pathToFileURL(before).href, main];
  const child = spawn(process.execPath, words, { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  let said = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  expect(await once(child, "close")).toEqual([0, null]);
  expect(said).toBe("no room for a thread\nfixed-0\n");
});
