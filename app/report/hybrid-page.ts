import { alikePairs, type Likeness, type SimilarProduct } from "../../pipelines/hybrid/likeness.ts";
import type { ClassifierFigures, ClassifierManifest } from "../../schemas/classifier-manifest.ts";
import { number, percent } from "../terminal/output.ts";
import { heatMapSvg } from "./heat-map-svg.ts";
import { learningCurveSvg } from "./learning-curve-svg.ts";
import { escapeMarkup } from "./markup.ts";
import { figuresTable, htmlPage } from "./page.ts";
import { type PointMap, pointMapSvg } from "./point-map-svg.ts";

/** What a hybrid model made of the products of a file. */
export interface HybridReport {
  readonly manifest: Pick<ClassifierManifest, "reference" | "learningCurve">;
  /** The file, as it was named. */
  readonly input: string;
  readonly products: number;
  readonly withPicture: number;
  readonly figures: ClassifierFigures;
  readonly likeness: Likeness;
  readonly map: Pick<PointMap, "x" | "y" | "groupOf" | "names">;
  /** Pictures of the products that are shown, as addresses, by the id of the product. */
  readonly pictures: ReadonlyMap<string, string>;
}

const style = `
.drawing{max-width:none;margin:1rem 0;overflow-x:auto}
.drawing svg{min-width:40rem;max-width:60rem;margin:0 auto}
.alike{display:flex;gap:.5rem;overflow-x:auto;list-style:none;padding:0;margin:.75rem 0;max-width:none}
.alike li{flex:0 0 8.5rem;font-size:.8rem;border:1px solid var(--line);border-radius:6px;padding:.5rem}
.alike li:first-child{background:var(--band)}
.alike img{display:block;height:80px;margin:0 auto .4rem}
.alike strong{display:block}
`;

/** How well a hybrid model tells categories, and how alike products are by its vectors, as one self-contained page: tables, drawings, and products with those most like them. */
export function hybridPage(report: HybridReport): string {
  const { manifest, input, products, withPicture, figures } = report;
  const title = `${manifest.reference} on ${input}`;
  return htmlPage(
    title,
    [
      `<style>${style}</style>`,
      `<h1>${escapeMarkup(title)}</h1>`,
      `<p class="quiet">${number(products)} products, ${number(withPicture)} with a picture</p>`,
      sightTable(report),
      "<h2>How alike products are</h2>",
      ...alikeness(report),
      "<h2>Categories</h2>",
      classTable(figures),
      drawing(heatMapSvg(confusionMap(report))),
      ...(manifest.learningCurve.length === 0
        ? []
        : [
            "<h2>Training</h2>",
            `<figure>${learningCurveSvg(manifest.learningCurve, `${manifest.reference}, loss by epoch`)}</figure>`,
          ]),
    ].join("\n"),
  );
}

function sightTable({ figures, likeness }: HybridReport): string {
  const { sameCategory } = likeness;
  const head = ["by", "macro-F1", "accuracy", `of its category among the ${sameCategory.of} products most like one`];
  const rows = (["both", "picture", "title"] as const).map((sight) => [
    sight === "both" ? "picture and title" : `${sight} alone`,
    ...[figures[sight].macroF1, figures[sight].accuracy].map((value) => number(value, 4)),
    percent(sameCategory[sight]),
  ]);
  return figuresTable("What is told by picture and title, and by each alone", head, [
    ...rows,
    ["chance", "", "", percent(sameCategory.byChance)],
  ]);
}

function alikeness({ likeness, map, pictures, manifest }: HybridReport): readonly string[] {
  const pairs = alikePairs(likeness).slice(0, 10);
  const { categories, cosines, samples } = likeness;
  const similarity = heatMapSvg({
    title: "Mean cosine of products of two categories",
    description: `Categories that are alike stand together. ${pairs.length === 0 ? "" : `Most alike are ${pairs[0]!.categories.join(" and ")}.`}`,
    names: categories,
    shades: cosines,
    label: (row, column) => `${categories[row]} and ${categories[column]}: ${number(cosines[row]![column], 3)}`,
  });
  const points = pointMapSvg({
    ...map,
    title: "Products, those that look and read alike near one another",
    description: `A map (UMAP) of the vectors of ${number(map.x.length)} products by ${manifest.reference}, coloured by category.`,
  });
  return [
    drawing(similarity),
    figuresTable(
      "The categories that are most alike",
      ["categories", "mean cosine"],
      pairs.map(({ categories, cosine }) => [categories.join(" and "), number(cosine, 3)]),
    ),
    drawing(points),
    "<h2>Products, and those most like them</h2>",
    "<p>The first of each row, then the five that are most like it, with the cosine of both vectors.</p>",
    ...samples.map(({ similar, ...own }) => {
      const items = [
        card(own, "", pictures),
        ...similar.map((other) => card(other, number(other.cosine, 4), pictures)),
      ];
      return `<ul class="alike" tabindex="0">\n${items.join("\n")}\n</ul>`;
    }),
  ];
}

function card(
  { id, title, category }: Omit<SimilarProduct, "cosine">,
  cosine: string,
  pictures: HybridReport["pictures"],
): string {
  const address = pictures.get(id);
  const picture = address === undefined ? "" : `<img src="${address}" alt="">`;
  return `<li>${picture}<strong>${cosine || "product"}</strong>${escapeMarkup(title)}<br><span class="quiet">${escapeMarkup(category)}, ${escapeMarkup(id)}</span></li>`;
}

function classTable({ both }: ClassifierFigures): string {
  const rows = both.classes.flatMap(({ category, precision, recall, f1, count }) =>
    count === 0 ? [] : [[category, ...[precision, recall, f1].map((value) => number(value, 2)), number(count)]],
  );
  return figuresTable("By picture and title", ["category", "precision", "recall", "F1", "products"], rows);
}

function confusionMap({ figures, likeness }: HybridReport) {
  const { classes, confusion } = figures.both;
  const names = likeness.categories;
  const places = names.map((name) => classes.findIndex(({ category }) => category === name));
  const said = (row: number, column: number) => confusion[places[row]!]![places[column]!]!;
  const count = (row: number) => classes[places[row]!]!.count;
  return {
    title: "What products of a category (row) are taken for (column)",
    description: "The share of the products of a row that the model says to be of the category of a column.",
    names,
    shades: names.map((_, row) => names.map((_, column) => said(row, column) / count(row))),
    label: (row: number, column: number) =>
      `${number(said(row, column))} of ${number(count(row))} ${names[row]} taken for ${names[column]}`,
  };
}

function drawing(svg: string): string {
  return `<figure class="drawing" tabindex="0">${svg}</figure>`;
}
