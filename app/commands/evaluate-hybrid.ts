import { findDataFolder } from "../../connectors/files/data-folder.ts";
import { openModelFolder } from "../../connectors/files/model-folder.ts";
import { openSavedHybrid } from "../../models/hybrid/hybrid.ts";
import { hybridKind } from "../../models/hybrid/hybrid-file.ts";
import { evaluateHybrid } from "../../pipelines/hybrid/evaluate-hybrid.ts";
import { newestOf } from "../../pipelines/hybrid/newest-model.ts";
import { readProducts } from "../../pipelines/hybrid/read-products.ts";
import { processorTime } from "../../pipelines/training/scoring-cost.ts";
import type { ClassifierManifest } from "../../schemas/classifier-manifest.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import { requireData } from "../data.ts";
import { type ImportFlags, requireFile, tellRowErrors } from "../import-options.ts";
import { untilInterrupted } from "../interrupt.ts";
import { classifierText, picturesText } from "../terminal/classifier-text.ts";
import { noteDamaged, number, printNote, printResult } from "../terminal/output.ts";
import { progressBar } from "../terminal/progress.ts";

interface Flags extends ImportFlags {
  readonly data: string;
  readonly input?: string;
  readonly pictures?: string;
  readonly json?: true;
}

/** Whether a reference is that of a hybrid model: `hybrid-2`, or `hybrid` for the newest. */
export function isHybrid(model: string | undefined): model is string {
  return model !== undefined && new RegExp(`^${hybridKind}(-\\d+)?$`).test(model);
}

/** Measures a hybrid model on products it has not seen: by picture and title, and by each alone. */
export async function evaluateHybridFile(model: string, flags: Flags): Promise<void> {
  const { input, data, preset, pictures } = flags;
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
      const progress = ({ share, doing }: { share: number; doing: string }) => bar.show(share, doing);
      const watcher = { signal, progress, notice: printNote, rowError: tellRowErrors() };
      const began = processorTime.now();
      const { products } = await readProducts({ path: input, preset, pictures }, hybrid.pictureSize, watcher);
      const decodingMs = processorTime.now() - began;
      const figures = await evaluateHybrid(hybrid, products);
      const faults = products.flatMap(({ id, note }) => (note === undefined ? [] : [{ id, note }]));
      const withPicture = products.filter(({ picture }) => picture !== undefined).length;
      return {
        model: reference,
        products: products.length,
        withPicture,
        ...figures,
        faults,
        msPerPicture: decodingMs / products.length,
      };
    });
    bar.end();
    printResult(flags.json, result, () => {
      const notes = picturesText(result.faults);
      const head = `${reference}: ${number(result.products)} products, ${number(result.withPicture)} with a picture`;
      return [head, ...(notes === "" ? [] : [notes]), classifierText(result)].join("\n");
    });
  } finally {
    bar.end();
    await hybrid.close();
  }
}
