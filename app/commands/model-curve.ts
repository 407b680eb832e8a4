import { writeAtomically } from "../../connectors/files/atomic-write.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { Manifest } from "../../schemas/manifest.ts";
import type { OpenedData } from "../data.ts";
import { learningCurvePage } from "../report/learning-curve-page.ts";
import { learningCurveSummary, learningCurveSvg } from "../report/learning-curve-svg.ts";
import { learningCurveText } from "../report/learning-curve-text.ts";
import { noteDamaged, printResult } from "../terminal/output.ts";

/** What `models curve` may be told beside the model. */
export interface CurveFlags {
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
  const manifest = await models.manifest(reference);
  const { learningCurve: curve = [] } = manifest;
  if (curve.length === 0) {
    const others = (await models.list(noteDamaged)).filter((model) => (model.learningCurve ?? []).length > 0);
    throw new TwinstreamError(
      "WRONG_USAGE",
      `${reference} did not learn by epochs, so it has no curve; ${choice(others)}`,
    );
  }
  const files: Record<string, string> = {};
  if (flags.svg !== undefined) files[flags.svg] = learningCurveSvg(curve, `${reference}, loss by epoch`);
  if (flags.html !== undefined) files[flags.html] = learningCurvePage(manifest, curve);
  for (const [path, text] of Object.entries(files)) await writeAtomically(path, text);
  const paths = Object.keys(files);
  printResult(flags.json, { reference, learningCurve: curve, files: paths }, () =>
    paths.length === 0 ? learningCurveText(curve) : `${learningCurveSummary(curve)}\nwritten: ${paths.join(", ")}`,
  );
}

function choice(models: readonly Manifest[]): string {
  if (models.length === 0) return "no model here did";
  return `those that did: ${models.map(({ reference }) => reference).join(", ")}`;
}
