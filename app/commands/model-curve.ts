import { writeAtomically } from "../../connectors/files/atomic-write.ts";
import { findDataFolder } from "../../connectors/files/data-folder.ts";
import { openModelFolder } from "../../connectors/files/model-folder.ts";
import type { ModelStore } from "../../connectors/model-store.ts";
import { isRecommender } from "../../pipelines/recommend/keep-recommender.ts";
import type { ClassifierManifest } from "../../schemas/classifier-manifest.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { RecommenderManifest } from "../../schemas/recommender.ts";
import type { OpenedData } from "../data.ts";
import { type CurveManifest, learningCurvePage } from "../report/learning-curve-page.ts";
import { learningCurveSummary, learningCurveSvg } from "../report/learning-curve-svg.ts";
import { learningCurveText } from "../report/learning-curve-text.ts";
import { noteDamaged, printResult } from "../terminal/output.ts";
import { isHybrid } from "./evaluate-hybrid.ts";

/** What `models curve` may be told beside the model. */
export interface CurveFlags {
  readonly data: string;
  readonly json?: true;
  readonly svg?: string;
  readonly html?: string;
}

/** `twinstream models curve`: the loss of a model by epoch, printed or as a file. Throws WRONG_USAGE for a model that did not learn by epochs. */
export async function showCurve(
  { models }: Pick<OpenedData, "models">,
  flags: CurveFlags,
  reference: string,
): Promise<void> {
  const { recommenders, classifiers } = await findDataFolder(flags.data);
  const stores = {
    models,
    recommenders: openModelFolder<RecommenderManifest>(recommenders),
    classifiers: openModelFolder<ClassifierManifest>(classifiers),
  };
  const kind = isRecommender(reference) ? "recommenders" : isHybrid(reference) ? "classifiers" : "models";
  const manifest: CurveManifest = await stores[kind].manifest(reference);
  const { learningCurve: curve = [] } = manifest;
  if (curve.length === 0)
    throw new TwinstreamError(
      "WRONG_USAGE",
      `${reference} did not learn by epochs, so it has no curve; ${await choice(Object.values(stores))}`,
    );
  const files: Record<string, string> = {};
  if (flags.svg !== undefined) files[flags.svg] = learningCurveSvg(curve, `${reference}, loss by epoch`);
  if (flags.html !== undefined) files[flags.html] = learningCurvePage(manifest, curve);
  for (const [path, text] of Object.entries(files)) await writeAtomically(path, text);
  const paths = Object.keys(files);
  printResult(flags.json, { reference, learningCurve: curve, files: paths }, () =>
    paths.length === 0 ? learningCurveText(curve) : `${learningCurveSummary(curve)}\nwritten: ${paths.join(", ")}`,
  );
}

async function choice(stores: readonly Pick<ModelStore<CurveManifest>, "list">[]): Promise<string> {
  const all: CurveManifest[] = [];
  for (const store of stores) all.push(...(await store.list(noteDamaged)));
  const learned = all.filter(({ learningCurve = [] }) => learningCurve.length > 0);
  if (learned.length === 0) return "no model here did";
  return `those that did: ${learned.map(({ reference }) => reference).join(", ")}`;
}
