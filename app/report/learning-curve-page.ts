import type { ClassifierManifest } from "../../schemas/classifier-manifest.ts";
import type { CurvePoint, Manifest } from "../../schemas/manifest.ts";
import type { RecommenderManifest } from "../../schemas/recommender.ts";
import { number } from "../terminal/output.ts";
import { bestEpoch } from "./best-epoch.ts";
import { learningCurveSummary, learningCurveSvg } from "./learning-curve-svg.ts";
import { rateText } from "./learning-curve-text.ts";
import { escapeMarkup } from "./markup.ts";
import { htmlPage, scrollingTable } from "./page.ts";

/** What is known of a model that may have learned by epochs. */
export type CurveManifest = Manifest | ClassifierManifest | RecommenderManifest;

/** The learning curve of a model as a page: the drawing, then each epoch. */
export function learningCurvePage({ reference, data, seed }: CurveManifest, curve: readonly CurvePoint[]): string {
  const title = `Learning curve of ${reference}`;
  const source = `${data.from}: ${countsText(data)}, seed ${seed}`;
  return htmlPage(
    title,
    [
      `<h1>${escapeMarkup(title)}</h1>`,
      `<p class="quiet">${escapeMarkup(source)}</p>`,
      `<p>${escapeMarkup(learningCurveSummary(curve))}</p>`,
      `<figure>${learningCurveSvg(curve, `${reference}, loss by epoch`)}</figure>`,
      epochTable(curve),
    ].join("\n"),
  );
}

function countsText(data: CurveManifest["data"]): string {
  if ("rows" in data) return `${number(data.rows)} rows, split by ${data.split}`;
  if ("choices" in data) return `${number(data.choices)} choices of ${number(data.visitors)} visitors`;
  return `${number(data.products)} products`;
}

function epochTable(curve: readonly CurvePoint[]): string {
  const best = bestEpoch(curve);
  const head = ["epoch", "training loss", "validation loss", "learning rate"].map(
    (name) => `<th scope="col">${name}</th>`,
  );
  const rows = curve.map((point) => {
    const figures = [number(point.trainingLoss, 4), number(point.validationLoss, 4), rateText(point.learningRate)];
    const tag = point === best ? '<span class="tag">best</span>' : "";
    const cells = figures.map((figure) => `<td>${figure}</td>`).join("");
    return `<tr${point === best ? ' class="marked"' : ""}><th scope="row">${point.epoch}${tag}</th>${cells}</tr>`;
  });
  return scrollingTable("Losses by epoch", `<tr>${head.join("")}</tr>`, rows);
}
