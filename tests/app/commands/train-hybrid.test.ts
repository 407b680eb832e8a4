import { appendFileSync, cpSync, existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { rowsOf } from "../../../bench/support/account.ts";
import { openEmbeddedLog } from "../../../connectors/embedded/embedded-log.ts";
import { openDataFolder } from "../../../connectors/files/data-folder.ts";
import type { Likeness } from "../../../pipelines/hybrid/likeness.ts";
import type { ClassifierManifest } from "../../../schemas/classifier-manifest.ts";
import { topics } from "../../../schemas/topics.ts";
import { catalogProduct, sell } from "../../support/catalog.ts";
import { run, workingFolder } from "../../support/command.ts";
import { smallSettings, writePicturedFile } from "../../support/pictured-file.ts";

const folder = workingFolder();
const source = ["--from", "products.csv", "--preset", "fashion"];

let trained: Awaited<ReturnType<typeof run>>;

beforeAll(async () => {
  const file = await writePicturedFile(folder, 240);
  await writePicturedFile(join(folder, "others"), 60, 2);
  appendFileSync(file, "\nlost,red men,brand1 men,photos.tar\nlast,red men,brand1 men,photos.tar");
  trained = await run(["train", "hybrid", ...source, ...smallSettings], folder);
});

test("train hybrid: tells how well it does on titles it never saw, by category, and what became of pictures", () => {
  const { code, stdout, stderr } = trained;
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(/^hybrid-1: 242 products, 240 with a picture, \d+ s, [\d,]+ products a second$/m);
  expect(stdout).toContain("pictures:\n  2 × there is no picture … in the archive (first: product lost)\n");
  expect(stdout).toMatch(/^validation +[▁-█]+$/m);
  expect(stdout).toMatch(/^tested on \d+ products whose titles it never saw:$/m);
  expect(stdout).toMatch(/^picture and title +(0\.9|1\.0)\d+ +(0\.9|1\.0)\d+$/m);
  expect(stdout).toMatch(/^picture alone +0\.\d+ +0\.\d+$/m);
  expect(stdout).toMatch(/^red women +[01]\.\d\d +[01]\.\d\d +[01]\.\d\d +\d+/m);
});

test("evaluate --model hybrid: measures the newest on products of another file", async () => {
  const { code, stdout } = await run(
    ["evaluate", "--model", "hybrid", "--input", "others/products.csv", "--preset", "fashion", "--json"],
    folder,
  );
  expect(code).toBe(0);
  const told = JSON.parse(stdout) as ClassifierManifest["metrics"]["validation"] & { likeness: Likeness };
  expect(told).toMatchObject({ model: "hybrid-1", products: 60, withPicture: 60, faults: [] });
  expect(told.both.macroF1).toBeGreaterThan(0.9);
  expect(told.both.classes.map(({ category }) => category)).toEqual(["blue men", "blue women", "red men", "red women"]);
  expect(told.picture.macroF1).toBeLessThan(0.7);
  expect(told.title.macroF1).toBeLessThan(0.7);
  const { cosines, sameCategory, samples } = told.likeness;
  expect(cosines.map((row) => row.length)).toEqual([4, 4, 4, 4]);
  expect(sameCategory.both).toBeGreaterThan(sameCategory.byChance + 0.4);
  expect(samples.map(({ similar }) => similar.length)).toEqual(Array(12).fill(5));
  const text = await run(
    ["evaluate", "--model", "hybrid-1", "--input", "others/products.csv", "--preset", "fashion", "--report", "report"],
    folder,
  );
  expect(text.stdout).toMatch(/^hybrid-1: 60 products, 60 with a picture$/m);
  expect(text.stdout).toMatch(/^of the 10 products most like one, \d+\.\d % are of its category/m);
  expect(text.stdout).toMatch(/^the report: report\/hybrid.html$/m);
  const page = readFileSync(join(folder, "report/hybrid.html"), "utf8");
  for (const drawing of ["heat-map", "point-map", "learning-curve"]) expect(page).toContain(`class="${drawing}"`);
  expect(page).toContain('<img src="data:image/jpeg;base64,');
});

test("run --drain: a model that comes goes through what the stage has been past, and the tables have it", async () => {
  const shop = join(folder, "shop");
  const log = await openEmbeddedLog({ folder: (await openDataFolder(shop)).log, partitions: 2 });
  await log.createTopics(topics);
  await sell(log, [catalogProduct("p1", "brand1 gents"), catalogProduct("p2", "brand1 ladies")]);
  await log.close();
  const words = ["run", "--stages", "recognise,record", "--drain", "--data", "shop", "--json"];
  const drain = () => run(words, folder);
  expect(await drain()).toMatchObject({ code: 0, stderr: "" });
  cpSync(join(folder, "data", "classifiers"), join(shop, "classifiers"), { recursive: true });
  expect(await drain()).toMatchObject({ code: 0, stderr: "" });
  const sql = "select product_id, category like '% men', model from recognised_products order by product_id";
  expect(await rowsOf(join(shop, "tables"), sql)).toEqual([
    ["p1", true, "hybrid-1"],
    ["p2", false, "hybrid-1"],
  ]);
});

test.for([
  [["train", "hybrid", ...source, "--set", "epoch=3"], 'hybrid has no setting "epoch"'],
  [
    ["train", "hybrid", ...source, "--set", "hide=0.7"],
    "hybrid can't be trained with these settings; give a share to hide below 0.5",
  ],
  [["train", "hybrid", "--from", "products.csv"], "say what the file is: --preset fashion, or --map"],
  [["evaluate", "--model", "hybrid", "--preset", "fashion"], "say --input FILE: products whose category is known"],
  [
    ["evaluate", "--model", "mean-1", "--report", "report"],
    "--report is for --model hybrid and two-tower; leave it out",
  ],
  [["evaluate", "--model", "hybrid-7", "--input", "products.csv", "--preset", "fashion"], 'no model "hybrid-7"'],
] as const)("hybrid: %j is refused", async ([words, message]) => {
  const { code, stderr } = await run(words, folder);
  expect(code).not.toBe(0);
  expect(stderr).toContain(message);
});

test("train hybrid: what is wrong leaves no data folder behind", async () => {
  await run(["train", "hybrid", "--from", "none.csv", "--preset", "fashion", "--data", "new"], folder);
  expect(existsSync(join(folder, "new"))).toBe(false);
});
