import { findDataFolder } from "../../connectors/files/data-folder.ts";
import { openModelFolder } from "../../connectors/files/model-folder.ts";
import { pictureAddress } from "../../connectors/pictures/encode-picture.ts";
import { openSavedHybrid } from "../../models/hybrid/hybrid.ts";
import { hybridKind } from "../../models/hybrid/hybrid-file.ts";
import type { HybridModel } from "../../models/hybrid/hybrid-model.ts";
import { drawMap } from "../../models/map/draw-map.ts";
import { figuresOf, type SeenEachWay, seeEachWay } from "../../pipelines/hybrid/evaluate-hybrid.ts";
import { type Likeness, likenessOf } from "../../pipelines/hybrid/likeness.ts";
import { newestOf } from "../../pipelines/hybrid/newest-model.ts";
import { type ReadProduct, readProducts } from "../../pipelines/hybrid/read-products.ts";
import { divisionsOf } from "../../pipelines/map/divisions.ts";
import { processorTime } from "../../pipelines/training/scoring-cost.ts";
import type { ClassifierManifest } from "../../schemas/classifier-manifest.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import { requireData } from "../data.ts";
import { type ImportFlags, requireFile, tellRowErrors } from "../import-options.ts";
import { untilInterrupted } from "../interrupt.ts";
import { type HybridReport, hybridPage } from "../report/hybrid-page.ts";
import { writeReport } from "../report/write-report.ts";
import { classifierText, picturesText } from "../terminal/classifier-text.ts";
import { likenessText } from "../terminal/likeness-text.ts";
import { noteDamaged, number, printNote, printResult } from "../terminal/output.ts";
import { progressBar } from "../terminal/progress.ts";

interface Flags extends ImportFlags {
  readonly data: string;
  readonly input?: string;
  readonly pictures?: string;
  readonly report?: string;
  readonly json?: true;
}

type Progress = (progress: { readonly share: number; readonly doing: string }) => void;

/** Whether a reference is that of a hybrid model: `hybrid-2`, or `hybrid` for the newest. */
export function isHybrid(model: string | undefined): model is string {
  return model !== undefined && new RegExp(`^${hybridKind}(-\\d+)?$`).test(model);
}

/** Measures a hybrid model on products it has not seen: by picture and title, and by each alone, and how alike products are by its vectors. */
export async function evaluateHybridFile(model: string, flags: Flags): Promise<void> {
  const { input, data, preset, pictures, report } = flags;
  if (input === undefined)
    throw new TwinstreamError("WRONG_USAGE", "say --input FILE: products whose category is known");
  await requireFile(input);
  requireData(data);
  const models = openModelFolder<ClassifierManifest>((await findDataFolder(data)).classifiers);
  const reference = model === hybridKind ? await newestOf(models, hybridKind, noteDamaged) : model;
  const hybrid = await openSavedHybrid(await models.files(reference), { threads: 1 });
  const bar = progressBar("evaluating");
  try {
    const result = await untilInterrupted(async (signal) => {
      const progress: Progress = ({ share, doing }) => bar.show(share, doing);
      const watcher = { signal, progress, notice: printNote, rowError: tellRowErrors() };
      const began = processorTime.now();
      const { products } = await readProducts({ path: input, preset, pictures }, hybrid.pictureSize, watcher);
      const decodingMs = processorTime.now() - began;
      const seen = await seeEachWay(hybrid, products);
      const [figures, likeness] = [figuresOf(hybrid, products, seen), await likenessOf(products, seen)];
      const faults = products.flatMap(({ id, note }) => (note === undefined ? [] : [{ id, note }]));
      const withPicture = products.filter(({ picture }) => picture !== undefined).length;
      const told = { products: products.length, withPicture, likeness };
      const files =
        report === undefined
          ? []
          : await writeReport(report, hybridKind, {
              html: hybridPage({
                ...{ ...told, figures, input, manifest: await models.manifest(reference) },
                map: await mapOf(products, seen, progress),
                pictures: await picturesOf(products, likeness, hybrid.pictureSize),
              }),
            });
      return {
        ...{ model: reference, ...told, ...figures, faults },
        msPerPicture: decodingMs / products.length,
        ...(files.length > 0 && { files }),
      };
    });
    bar.end();
    printResult(flags.json, result, () => {
      const notes = picturesText(result.faults);
      const head = `${reference}: ${number(result.products)} products, ${number(result.withPicture)} with a picture`;
      return [
        ...[head, ...(notes === "" ? [] : [notes]), classifierText(result), "", likenessText(result.likeness)],
        ...(result.files === undefined ? [] : ["", `the report: ${result.files.join(", ")}`]),
      ].join("\n");
    });
  } finally {
    bar.end();
    await hybrid.close();
  }
}

const mapSeed = 1;

async function mapOf(
  products: readonly ReadProduct[],
  { both: { vectors } }: SeenEachWay,
  progress: Progress,
): Promise<HybridReport["map"]> {
  const { names, groups: groupOf } = divisionsOf(products.map(({ category }) => category)).at(-1)!;
  const { x, y } = await drawMap(
    { values: vectors, dimensions: vectors.length / products.length, groupings: [groupOf] },
    { seed: mapSeed, progress: (share, doing) => progress({ share, doing }) },
  );
  return { x, y, groupOf, names };
}

/** The pictures of the products that the report shows. */
async function picturesOf(
  products: readonly ReadProduct[],
  { samples }: Likeness,
  size: HybridModel["pictureSize"],
): Promise<ReadonlyMap<string, string>> {
  const shown = new Set(samples.flatMap(({ id, similar }) => [id, ...similar.map((other) => other.id)]));
  const addresses = new Map<string, string>();
  for (const { id, picture } of products)
    if (picture !== undefined && shown.has(id)) addresses.set(id, await pictureAddress({ ...size, values: picture }));
  return addresses;
}
