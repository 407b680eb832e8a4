import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { loadavg } from "node:os";
import { dirname, join, resolve } from "node:path";
import { performance } from "node:perf_hooks";
import { promisify } from "node:util";
import { number, textTable } from "../app/terminal/output.ts";
import { readRows } from "../connectors/files/read-rows.ts";
import { openPictureFolder, type PictureFolder } from "../connectors/pictures/picture-folder.ts";
import { fitHybrid, openSavedHybrid } from "../models/hybrid/hybrid.ts";
import { servingInputs } from "../models/hybrid/hybrid-batch.ts";
import { hybridDefaults } from "../models/hybrid/hybrid-config.ts";
import { loadHybrid } from "../models/hybrid/hybrid-file.ts";
import { hybridInputs } from "../models/hybrid/hybrid-net.ts";
import { loadTitleReader } from "../models/hybrid/title-reader.ts";
import type { Tensors } from "../models/net/session.ts";
import { readPicture } from "../pipelines/hybrid/picture-reader.ts";
import { type ProductRow, productPresets } from "../pipelines/hybrid/product-preset.ts";
import type { Recogniser } from "../pipelines/hybrid/recogniser.ts";
import { untrainedModels } from "../pipelines/live-models.ts";
import { recogniseStage } from "../pipelines/stages/recognise.ts";
import { unattended } from "../pipelines/training/train.ts";
import type { Artifact } from "../schemas/artifact.ts";
import type { ClassifierManifest } from "../schemas/classifier-manifest.ts";
import type { CatalogProduct } from "../schemas/generated/events.ts";
import { fashionFile, fashionMissing } from "./fashion.ts";
import { inTemporaryFolder } from "./support/temporary-folder.ts";
import { type Contestant, machine, median, type Round, timed } from "./train/contest.ts";
import { peerPython, peersMissing, startPeer } from "./train/peers.ts";

/** Products that are served, and those that a net learns from whose speed is measured: any weights are as fast. */
const [servedCount, learnedCount] = [2_000, 640];
/** As many as the stream hands to a stage at once, and the net takes at once. */
const [perBatch, perRun] = [250, 32];
const rounds = 5;
const marks = { picturesPerSecond: 200, trainingMinutes: 15, macroF1: 0.86, aboveAlone: 0.08 } as const;

/** The word that trains a model on the whole file, by the command. */
export function isHybridWord(word: string): boolean {
  return word === "train";
}

/** Pictures a second through the stage `recognise`, from the JPEG in its tar to the event, beside Pillow and the same net in Python's onnxruntime; with `train` what the whole command takes and comes to. */
export async function hybridBench(words: readonly string[]): Promise<void> {
  if (!existsSync(fashionFile)) {
    process.stdout.write(fashionMissing);
    return;
  }
  await serve();
  if (words.length > 0) await train();
}

async function serve(): Promise<void> {
  const rows = await productRows(servedCount);
  const pictures = await openPictureFolder(dirname(fashionFile));
  try {
    const artifact = await quicklyTrained(rows.slice(0, learnedCount), pictures);
    await inTemporaryFolder(async (folder) => {
      const contestants = [await ourStage(artifact, rows, pictures)];
      if (peerPython() !== undefined) contestants.push(await inPython(artifact, rows, pictures, folder));
      await inTurn(contestants, rows.length);
    });
  } finally {
    await pictures.close();
  }
  if (peerPython() === undefined) process.stdout.write(peersMissing);
}

async function productRows(count: number): Promise<readonly ProductRow[]> {
  const rows: ProductRow[] = [];
  for await (const batch of readRows(fashionFile, { notice: () => {} })) {
    for (const row of batch) if ("values" in row) rows.push(productPresets.fashion.read(row.values));
    if (rows.length >= count) break;
  }
  return rows.slice(0, count);
}

async function quicklyTrained(rows: readonly ProductRow[], folder: PictureFolder): Promise<Artifact> {
  const products = await Promise.all(
    rows.map(async ({ title, category, pictures }) => ({
      ...{ title, category },
      picture: (await readPicture(pictures, folder, hybridDefaults)).pixels,
    })),
  );
  const run = { ...unattended, seed: 1, threads: hybridDefaults.threads, learned: () => {} };
  const model = await fitHybrid({ train: products, validation: products }, { ...hybridDefaults, epochs: 1 }, run);
  const artifact = model.save();
  await model.close();
  return artifact;
}

/** The stage as the stream has it, on one thread of the runtime. */
async function ourStage(artifact: Artifact, rows: readonly ProductRow[], pictures: PictureFolder): Promise<Contestant> {
  const model = await openSavedHybrid(artifact, { threads: 1 });
  const recogniser: Recogniser = {
    use: (work) => work({ reference: "hybrid-1", model, pictures }),
    close: () => model.close(),
  };
  const stage = recogniseStage({ ...untrainedModels, recogniser });
  const products = rows.map(catalogProduct);
  return {
    name: "Twinstream, the stage recognise",
    threads: 1,
    round: () =>
      timed(products.length, async () => {
        for (let from = 0; from < products.length; from += perBatch)
          await stage.run(products.slice(from, from + perBatch));
      }),
    close: () => model.close(),
  };
}

function catalogProduct({ id, title, pictures: [picture] }: ProductRow): CatalogProduct {
  const unknown = { description: null, brand: null, category: null, price: null, attributes: {} };
  return { productId: id, title, picture: picture ?? null, time: 0, source: "fashion", ...unknown };
}

/** The same net in Python, which is given the titles as the net reads them, and the pictures as files. */
async function inPython(
  artifact: Artifact,
  rows: readonly ProductRow[],
  pictures: PictureFolder,
  folder: string,
): Promise<Contestant> {
  const { description, files } = loadHybrid(artifact);
  const reader = loadTitleReader(files.words, description.config);
  await writeFile(join(folder, "net.onnx"), files.net);
  const paths = await Promise.all(rows.map((row, place) => writePicture(row, pictures, join(folder, `${place}.jpg`))));
  const batches = [];
  for (let from = 0; from < rows.length; from += perRun) {
    const some = rows.slice(from, from + perRun);
    // what is seen is told apart from what is not by this input alone
    const seen = some.map(({ title }) => ({ title: reader.read(title), picture: new Uint8Array() }));
    batches.push({
      pictures: paths.slice(from, from + perRun),
      inputs: plain(servingInputs(seen, description.config)),
    });
  }
  const { width, height } = description.config;
  await writeFile(
    join(folder, "served.json"),
    JSON.stringify({ net: join(folder, "net.onnx"), width, height, batches }),
  );
  return startPeer("hybrid_onnx.py", join(folder, "served.json"), 1);
}

async function writePicture(row: ProductRow, folder: PictureFolder, path: string): Promise<string> {
  for (const reference of row.pictures) {
    const found = await folder.find(reference);
    if ("fault" in found) continue;
    await writeFile(path, found.bytes);
    return path;
  }
  throw new Error(`product ${row.id} of "${fashionFile}" has no picture`);
}

function plain(inputs: Tensors) {
  const others = Object.entries(inputs).filter(([name]) => name !== hybridInputs.picture);
  return Object.fromEntries(
    others.map(([name, { type, dims, data }]) => [
      name,
      { type, shape: dims, values: Array.from(data as Float32Array | Int32Array) },
    ]),
  );
}

async function inTurn(contestants: readonly Contestant[], served: number): Promise<void> {
  const times = contestants.map((): Round[] => []);
  for (let round = 0; round <= rounds; round++)
    for (const [place, contestant] of contestants.entries()) {
      const took = await contestant.round();
      // the first warms up
      if (round > 0) times[place]!.push(took);
    }
  for (const contestant of contestants) await contestant.close();
  const lines = contestants.map(({ name }, place) => {
    const [ms, cpuMs] = [
      median(times[place]!.map((round) => round.ms)),
      median(times[place]!.map((round) => round.cpuMs)),
    ];
    const mark = place === 0 ? `at least ${marks.picturesPerSecond}` : "";
    return [name, number(1000 / ms), number(cpuMs, 2), mark];
  });
  process.stdout.write(
    `${textTable([["pictures served", "a second", "CPU ms each", "mark"], ...lines])}\n${number(served)} products of ${fashionFile}; ${machine()}; load ${number(loadavg()[0], 1)}; median of ${rounds} rounds in turn\n`,
  );
}

/** The command, on all of the file, as people run it. */
async function train(): Promise<void> {
  await inTemporaryFolder(async (folder) => {
    const data = join(folder, "data");
    await mkdir(data);
    const words = ["train", "hybrid", "--from", fashionFile, "--preset", "fashion", "--data", data, "--json"];
    const began = performance.now();
    const { stdout } = await promisify(execFile)(process.execPath, [resolve("dist/program/main.js"), ...words], {
      maxBuffer: 2 ** 26,
    });
    const minutes = (performance.now() - began) / 60_000;
    const { both, picture, title } = (JSON.parse(stdout) as ClassifierManifest).metrics.test!;
    const above = both.macroF1 - Math.max(picture.macroF1, title.macroF1);
    const lines = [
      ["minutes of the command", number(minutes, 1), `at most ${marks.trainingMinutes}`],
      ["macro-F1 by both", number(both.macroF1, 4), `at least ${marks.macroF1}`],
      ["above the better of each alone", number(above, 4), `at least ${marks.aboveAlone}`],
    ];
    process.stdout.write(`${textTable([["train hybrid --preset fashion", "", "mark"], ...lines])}\n${machine()}\n`);
  });
}
