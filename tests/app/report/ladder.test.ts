import { expect, test } from "vitest";
import { ladderHtml } from "../../../app/report/ladder-html.ts";
import { ladderMarkdown } from "../../../app/report/ladder-markdown.ts";
import { bestRung, duration, isWhole, type LadderReport } from "../../../app/report/ladder-report.ts";
import { ladderText } from "../../../app/report/ladder-text.ts";
import { interrupted, type Rung } from "../../../pipelines/training/ladder.ts";
import type { Manifest, QualityFigures } from "../../../schemas/manifest.ts";
import { aCurve } from "../../support/curves.ts";
import { aManifest } from "../../support/manifests.ts";

const quality = aManifest().metrics.test;
const of = (pairs: number, rmse: number): QualityFigures => ({ ...quality, pairs, rmse });

/** A rung with a model of a test error; its validation error is 0.01 above. */
function rung(kind: string, rmse: number, overrides: Partial<Manifest> = {}): Rung {
  const metrics = { train: of(1600, rmse), validation: of(200, rmse + 0.01), test: of(201, rmse) };
  const data = { from: "train.csv", hash: "", rows: 2001, queries: 300, split: "rows" } as const;
  return {
    kind,
    isFound: false,
    manifest: { ...aManifest({ kind, metrics, data }), reference: `${kind}-1`, files: {}, ...overrides },
  };
}

const curve = aCurve([0.5, 0.4], [0.3, 0.2]);
const report: LadderReport = {
  from: "<b>|x.csv",
  seed: 3,
  sizes: { "siamese-word-lstm-1": 12_345_678, "mean-1": 310 },
  isPublishedData: true,
  parts: [
    {
      split: "rows",
      rungs: [
        rung("mean", 0.53),
        rung("siamese-word-lstm", 0.47, { learningCurve: curve, trainingMs: 66_000, msPerThousandScores: 7.26 }),
        { kind: "siamese-encoder", reason: 'no encoder "<i>|y"' },
      ],
    },
  ],
};

test("ladderMarkdown: the whole report", () => {
  const [whole, meanings] = ladderMarkdown(report).split("## What the columns say");
  expect(whole).toBe(`# The ladder of models

Kinds of model side by side on \\<b\\>\\|x.csv: 2,001 rows of 300 queries, seed 3. Rows were divided in the same way for all models: 80 % to learn from, 10 % (validation) to choose by, such as when to stop, and 10 % (test) to report. The test rows of a model were scored once, after its training; nothing was chosen by them.

## Single rows held back

Single rows were held back at random, so training has met the query of most test rows with other products. 1,600 rows to learn from, 200 to choose by, 201 to report.

The line to beat is mean, which says the mean grade of every pair: test RMSE 0.5300. Best on the validation rows is siamese-word-lstm-1, with a test RMSE of 0.4700.

| model | test RMSE | test MAE | test NDCG@10 | validation RMSE | published RMSE | trained in | ms per 1,000 scores | epochs | size |
| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |
| **mean-1** (line to beat) | **0.5300** | **0.4000** | **0.9000** | **0.5400** | **0.534** | **12 ms** | **3.0** | **-** | **310 B** |
| siamese-word-lstm-1 | 0.4700 | 0.4000 | 0.9000 | 0.4800 | 0.547 (3.5 h) | 1 min 6 s | 7.3 | 2 | 12 MB |

Without a model:

- **siamese-encoder**: no encoder "\\<i\\>\\|y"

### Learning curves

| model | validation loss | in words |
| --- | --- | --- |
| siamese-word-lstm-1 | \`█▁\` | 2 epochs: training loss 0.5000 to 0.3000, validation loss 0.4000 to 0.2000. Lowest validation loss: 0.2000, in epoch 2. |

`);
  expect(meanings).toContain("siamese-encoder 0.528 (1.2 h): BERT encoder with dense layers on top");
  expect(meanings).toContain("boosted-lexical 0.456 / 0.459: boosted trees on 76 lexical features");
});

test("ladderHtml: rows, the line to beat, reasons and curves, with every text escaped", () => {
  const page = ladderHtml(report);
  expect(page).toContain("<title>The ladder of models: &lt;b&gt;|x.csv</title>");
  expect(page).toContain(
    '<tr class="marked"><th scope="row">mean-1<span class="tag">line to beat</span></th><td>0.5300</td>',
  );
  expect(page).toContain("<td>0.547 (3.5 h)</td><td>1 min 6 s</td><td>7.3</td><td>2</td><td>12 MB</td></tr>");
  expect(page).toContain("<li><strong>siamese-encoder</strong>: no encoder &quot;&lt;i&gt;|y&quot;</li>");
  expect(page.match(/<svg /g)).toHaveLength(1);
  expect(page).not.toMatch(/<b>|<i>/);
});

test("ladderHtml: needs nothing from outside and no script", () => {
  expect(ladderHtml(report).replaceAll("http://www.w3.org/2000/svg", "")).not.toMatch(
    /https?:|<script|<link|<img|@import|url\(/,
  );
});

test("ladderText: a table for each part, with what has no model below", () => {
  expect(ladderText(report)).toBe(
    [
      "Single rows held back (split by rows)",
      "model                test RMSE  test MAE  test NDCG@10  validation RMSE  published RMSE  trained in  ms per 1,000 scores  epochs  size",
      "mean-1                  0.5300    0.4000        0.9000           0.5400  0.534           12 ms                       3.0       -  310 B  line to beat",
      "siamese-word-lstm-1     0.4700    0.4000        0.9000           0.4800  0.547 (3.5 h)   1 min 6 s                   7.3       2  12 MB",
      'siamese-encoder: no encoder "<i>|y"',
    ].join("\n"),
  );
});

test("ladder: rows other than the published ones are not set beside published figures", () => {
  const own = { ...report, isPublishedData: false };
  expect([ladderHtml(own), ladderMarkdown(own), ladderText(own)].join()).not.toMatch(/published|0\.547/);
});

test("ladder: an interrupted one says so, also when it came to no model at all", () => {
  const parts = [{ split: "queries", rungs: [{ kind: "mean", reason: interrupted }] }] as const;
  const none = { ...report, parts };
  expect([isWhole(report), isWhole(none)]).toEqual([true, false]);
  expect(ladderMarkdown(none)).toContain("The ladder was interrupted, so some models are missing");
  expect(ladderHtml(none)).not.toContain("<table>");
  expect(ladderMarkdown(none)).not.toContain("| model");
  expect(ladderText(none)).toBe(`Whole queries held back (split by queries)\nmean: ${interrupted}`);
});

test("bestRung: is chosen by the validation rows, never by the test", () => {
  const metrics = { train: of(1, 0.1), validation: of(1, 0.6), test: of(1, 0.1) };
  const part = { split: "rows", rungs: [rung("overfit", 0.1, { metrics }), rung("ridge", 0.5)] } as const;
  expect(bestRung(part)?.kind).toBe("ridge");
  expect(bestRung({ split: "rows", rungs: [] })).toBeUndefined();
});

test.for([
  [12.4, "12 ms"],
  [99.6, "0.1 s"],
  [4210, "4.2 s"],
  [59_949, "59.9 s"],
  [59_960, "1 min 0 s"],
  [312_000, "5 min 12 s"],
  [3_599_600, "1.0 h"],
  [12_600_000, "3.5 h"],
] as const)("duration: %d ms is %s", ([ms, text]) => expect(duration(ms)).toBe(text));

test("ladderMarkdown: split by both, the error of seen and of unseen queries stand beside the whole", () => {
  const { metrics } = aManifest();
  const told = { ...metrics, seen: of(100, 0.41), unseen: of(101, 0.45) };
  const part = { split: "both", rungs: [rung("mean", 0.53), rung("ridge", 0.43, { metrics: told })] } as const;
  const text = ladderMarkdown({ ...report, parts: [part] });
  expect(text).toContain("64 % to learn from, 18 % (validation) to choose by");
  expect(text).toContain("## Whole queries held back, and single rows of the others");
  expect(text).toContain("| model | test RMSE | seen RMSE | unseen RMSE | test MAE |");
  expect(text).toContain("| ridge-1 | 0.5000 | 0.4100 | 0.4500 | 0.4000 |");
  expect(text).toContain("| **mean-1** (line to beat) | **0.5300** | **-** | **-** |");
  expect(text).toContain("- **seen, unseen RMSE**: of the test rows whose query training met");
});
