import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { reportRecommender } from "../../../app/report/report-recommender.ts";
import { evaluateRecommender } from "../../../pipelines/recommend/evaluate-recommender.ts";
import { smallChoices } from "../../support/small-shop-history.ts";
import { trainSmallTowers } from "../../support/small-towers.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const model = await trainSmallTowers();
const later = smallChoices(60).map((choice) => ({ ...choice, time: choice.time + 200 * 24 * 60 * 60 * 1_000 }));
const strange = { ...later.at(-1)!, productId: "p99" };
const evaluation = await evaluateRecommender(model, "two-tower-1", [...later, strange], 1);

test("reportRecommender: figures, a map of the products, and samples with reasons on one page", async () => {
  const folder = temporaryFolder();
  const [path] = await reportRecommender(model, evaluation, { folder, input: "<later>.csv" });
  expect(path).toBe(join(folder, "two-tower.html"));
  const page = readFileSync(path!, "utf8");
  expect(page).toContain("<h1>two-tower-1 on &lt;later&gt;.csv</h1>");
  expect(page).toContain('<p class="quiet">left out: 1 of products that its catalog lacks</p>');
  const { value, low, high } = evaluation.full.ways.model.mrr;
  const interval = `<td>${value.toFixed(4)}</td><td>${low.toFixed(4)} to ${high.toFixed(4)}</td>`;
  expect(page).toContain(`<tr><th scope="row">MRR</th>${interval}`);
  for (const caption of [
    `all of 40 products: ${evaluation.full.choices} choices of`,
    "each among 99 drawn at random:",
    "lists of ten:",
  ])
    expect(page).toContain(`<caption>${caption}`);
  expect(page).toContain('<tr><th scope="row">by category</th><td>4</td>');
  expect(page).toContain('class="point-map"');
  expect(page.match(/M[\d.]+ [\d.]+h0/g)).toHaveLength(40);
  const [first] = evaluation.samples;
  expect(page).toContain(`For a visitor who chose ${first!.history.map(({ title }) => title).join(", ")}; afterwards`);
  for (const { products } of evaluation.samples)
    for (const { title } of products) expect(page).toContain(`<tr><th scope="row">${title}</th>`);
  expect(page).not.toMatch(/NaN|undefined|<later>/);
});
