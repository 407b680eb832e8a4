import type { RecommenderEvaluation } from "../../pipelines/recommend/evaluate-recommender.ts";
import type { RecommendationSample, SampleProduct } from "../../pipelines/recommend/sample-recommendations.ts";
import { number } from "../terminal/output.ts";
import { leftOut } from "../terminal/recommender-text.ts";
import { escapeMarkup } from "./markup.ts";
import { figuresTable, htmlPage } from "./page.ts";
import { type PointMap, pointMapSvg } from "./point-map-svg.ts";
import {
  type FiguresTable,
  latencySentence,
  listsTable,
  qualityTables,
  separationsTable,
  timesSentence,
} from "./recommender-tables.ts";

/** What a recommender is worth on the choices of a file. */
export interface RecommenderReport {
  readonly evaluation: RecommenderEvaluation;
  /** The file, as it was named. */
  readonly input: string;
  /** Some of its products in the plane, by department or category. */
  readonly map: Pick<PointMap, "x" | "y" | "groupOf" | "names">;
}

const style = `
.drawing{max-width:none;margin:1rem 0}
.drawing svg{max-width:60rem;margin:0 auto}
`;

/** How good recommendations are beside those of simpler ways, what they are like, where products lie, and samples with reasons, as one self-contained page. */
export function recommenderPage({ evaluation, input, map }: RecommenderReport): string {
  const { model, times, lists, separations, latencyMs, samples } = evaluation;
  const title = `${model} on ${input}`;
  const left = leftOut(evaluation);
  return htmlPage(
    title,
    [
      `<h1>${escapeMarkup(title)}</h1>`,
      ...(left === "" ? [] : [`<p class="quiet">${escapeMarkup(left)}</p>`]),
      paragraph(timesSentence(times)),
      "<h2>How good it is</h2>",
      ...qualityTables(evaluation).map(table),
      "<h2>What lists of ten are like</h2>",
      table(listsTable(lists)),
      paragraph(latencySentence(latencyMs)),
      "<h2>Where products lie</h2>",
      drawing(model, map),
      ...(separations.length === 0 ? [] : [table(separationsTable(separations))]),
      "<h2>Samples</h2>",
      `<style>${style}</style>`,
      paragraph(
        "A score is the sum of what both towers have in common, how often the product is chosen at all, and that it was chosen before. By title, brand and category: how much less the towers would say without it.",
      ),
      ...samples.map(sample),
    ].join("\n"),
  );
}

function paragraph(text: string): string {
  return `<p>${escapeMarkup(text)}</p>`;
}

function table({ caption, columns, rows, note }: FiguresTable): string {
  return figuresTable(note === undefined ? caption : `${caption}: ${note}`, ["", ...columns], rows);
}

function drawing(model: string, map: RecommenderReport["map"]): string {
  const svg = pointMapSvg({
    ...map,
    title: "Products, those that the same visitors choose near one another",
    description: `A map (UMAP) of the vectors of ${number(map.x.length)} products by ${model}, coloured by what they are.`,
  });
  return `<figure class="drawing">${svg}</figure>`;
}

function sample({ query, history, choices, products }: RecommendationSample): string {
  const what = query === null ? `For a visitor who chose ${listed(history)}` : `For “${query}”`;
  const later = query === null ? `; afterwards they chose ${number(choices)} products` : "";
  const rows = products.map(({ title, category, score, wasChosen, why }) => [
    title,
    category?.split(">").at(-1)?.trim() ?? "", // the whole path makes the table wide
    number(score, 2),
    ...(query === null ? [wasChosen ? "yes" : ""] : []),
    ...[why.towers, why.popularity, why.again].map((value) => number(value, 2)),
    ...[why.attributes.title, why.attributes.brand, why.attributes.category].map((value) => number(value, 2)),
    nearest(why),
  ]);
  const columns = [
    ...["product", "category", "score", ...(query === null ? ["chosen afterwards"] : [])],
    ...[
      "towers",
      "popularity",
      "chosen before",
      "of the title",
      "of the brand",
      "of the category",
      "nearest of history",
    ],
  ];
  return figuresTable(`${what}${later}`, columns, rows);
}

function listed(products: readonly SampleProduct[]): string {
  return products.map(({ title }) => title).join(", ");
}

function nearest({ nearest }: RecommendationSample["products"][number]["why"]): string {
  if (nearest === null) return "";
  const shared = nearest.shared.length === 0 ? "" : `, the same ${nearest.shared.join(" and ")}`;
  return `${nearest.title} (${number(nearest.likeness, 2)}${shared})`;
}
