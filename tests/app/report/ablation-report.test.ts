import { expect, test } from "vitest";
import { ablationHtml, ablationMarkdown, ablationText } from "../../../app/report/ablation-report.ts";
import type { AblationTable } from "../../../pipelines/training/ablate.ts";

const table: AblationTable = {
  ...{ kind: "relevance", split: "queries", seed: 1, trainingRows: 48_068, validationRows: 5875 },
  ...{ rmse: 0.44, costly: ["memory"] },
  groups: [
    { name: "shape", says: "lengths & counts", columns: 9, rmse: 0.4395, difference: -0.0005, alone: 0.52 },
    { name: "set", says: "the others", columns: 25, rmse: 0.45, difference: 0.01, alone: 0.47 },
    { name: "memory", says: "single queries", columns: 0, rmse: 0.44, difference: -0.00001, alone: null },
  ],
};

const about =
  "relevance learned from 48,068 rows; errors on 5,875 validation rows, split by queries, seed 1. The test rows were not looked at.";
const costly = "memory takes long to learn: all others were measured without it, its own row without and with it.";

test("ablationText: what is worth most comes first", () => {
  expect(ablationText(table)).toBe(`left out  columns    RMSE  difference  RMSE alone  what it is
nothing        34  0.4400
set            25  0.4500     +0.0100      0.4700  the others
memory          0  0.4400      0.0000           -  single queries
shape           9  0.4395     -0.0005      0.5200  lengths & counts
${about}
${costly}`);
});

test("ablationMarkdown: the same as a table", () => {
  expect(ablationMarkdown({ ...table, costly: [] })).toBe(`# What relevance is made of

${about}

| left out | columns | RMSE | difference | RMSE alone | what it is |
| --- | --: | --: | --: | --: | --- |
| nothing | 34 | 0.4400 |  |  |  |
| set | 25 | 0.4500 | +0.0100 | 0.4700 | the others |
| memory | 0 | 0.4400 | 0.0000 | - | single queries |
| shape | 9 | 0.4395 | -0.0005 | 0.5200 | lengths \\& counts |
`);
});

test("ablationHtml: one page with nothing that a text could break", () => {
  const page = ablationHtml(table);
  expect(page).toContain("<h1>What relevance is made of</h1>");
  expect(page).toContain('<tr><th scope="row">shape</th><td>9</td><td>0.4395</td><td>-0.0005</td>');
  expect(page).toContain("<td>lengths &amp; counts</td>");
});
