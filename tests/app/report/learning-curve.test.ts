import { expect, test } from "vitest";
import { bestEpoch } from "../../../app/report/best-epoch.ts";
import { learningCurvePage } from "../../../app/report/learning-curve-page.ts";
import { learningCurveSummary, learningCurveSvg } from "../../../app/report/learning-curve-svg.ts";
import { learningCurveText, rateText, sparkline } from "../../../app/report/learning-curve-text.ts";
import { aCurve } from "../../support/curves.ts";
import { aManifest } from "../../support/manifests.ts";

const falling = aCurve([0.5, 0.4], [0.3, 0.2], [0.1, 0.3]);
const broken = aCurve([0.5, 0.4], [0.4, Number.NaN], [0.3, 0.3], [Number.POSITIVE_INFINITY, 0.2]);

test("bestEpoch: the first of the lowest validation losses; a loss that is no number is never best", () => {
  expect(bestEpoch(falling)?.epoch).toBe(2);
  expect(bestEpoch(aCurve([1, 0.3], [1, 0.2], [1, 0.2]))?.epoch).toBe(2);
  expect(bestEpoch(broken)?.epoch).toBe(4);
  expect(bestEpoch([{ ...falling[0]!, validationLoss: JSON.parse("null") }, falling[2]!])?.epoch).toBe(3);
  expect(bestEpoch(aCurve([1, Number.NaN]))).toBeUndefined();
  expect(bestEpoch([])).toBeUndefined();
});

test("learningCurveSvg: losses lie where axes and ticks say, the best epoch is marked", () => {
  // Epochs 1 to 3 lie on x = 60 to 424, losses 0.1 to 0.5 on y = 236 to 58.
  const svg = learningCurveSvg(falling, "net-1");
  expect(svg).toContain('<path class="line training" d="M60 58L242 147L424 236"/>');
  expect(svg).toContain('<path class="line validation" d="M60 102.5L242 191.5L424 147"/>');
  expect(svg).toContain('<circle class="best" cx="242" cy="191.5" r="4.5"/>');
  expect(svg).toContain("best: epoch 2, 0.2000");
  const labels = [...svg.matchAll(/text-anchor="(end|middle)">([^<]*)</g)].map((match) => match[2]);
  expect(labels).toEqual(["0.1", "0.2", "0.3", "0.4", "0.5", "1", "2", "3", "epoch"]);
});

test("learningCurveSvg: is an image with a name and a description, and adapts to dark", () => {
  const svg = learningCurveSvg(falling, '<b>|x & "y"');
  expect(svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 440 280" role="img"')).toBe(true);
  expect(svg).toContain("<title>&lt;b&gt;|x &amp; &quot;y&quot;</title>");
  expect(svg).toContain(`<desc>${learningCurveSummary(falling)}</desc>`);
  expect(svg).toContain("prefers-color-scheme:dark");
  expect(svg).not.toContain("<b>");
});

test("learningCurveSvg: a loss that is no number leaves a gap, a lone one is a dot", () => {
  const svg = learningCurveSvg(broken, "net-1");
  expect(svg.match(/class="line (lone )?validation" d="[^"]*"/g)).toHaveLength(3); // the legend's sample, a dot, a line
  expect(svg).toMatch(/class="line lone validation" d="M60 [\d.]+h0"/);
  expect(svg).not.toMatch(/NaN|Infinity|undefined|null/);
});

test("learningCurveSvg: one epoch, equal losses, or none to draw are drawn without a broken number", () => {
  for (const curve of [aCurve([0.5, 0.5]), aCurve([0, 0], [0, 0]), aCurve([Number.NaN, Number.NaN])]) {
    expect(learningCurveSvg(curve, "net-1")).not.toMatch(/NaN|Infinity|undefined|null/);
  }
});

test("learningCurveSummary: says in words what the drawing shows", () => {
  expect(learningCurveSummary(falling)).toBe(
    "3 epochs: training loss 0.5000 to 0.1000, validation loss 0.4000 to 0.3000. Lowest validation loss: 0.2000, in epoch 2.",
  );
  expect(learningCurveSummary(aCurve([1, Number.NaN]))).toBe(
    "1 epoch: training loss 1.0000 to 1.0000, validation loss - to -. No validation loss was a number.",
  );
});

test("sparkline: lowest to highest by the height of bars, blanks for what is no number", () => {
  expect(sparkline([0, 1, 2, 3, 4, 5, 6, 7])).toBe("▁▂▃▄▅▆▇█");
  expect(sparkline([3, Number.NaN, 1])).toBe("█ ▁");
  expect(sparkline([2, 2])).toBe("▁▁");
  expect(sparkline([])).toBe("");
});

test("learningCurveText: both lines of bars, then an epoch a line with the best one named", () => {
  expect(learningCurveText(aCurve([0.5, 0.4], [0.2, 0.2], [0.1, 0.35]))).toBe(
    [
      "training    █▃▁",
      "validation  █▁▆",
      "",
      "epoch  training loss  validation loss  learning rate",
      "    1         0.5000           0.4000          0.001",
      "    2         0.2000           0.2000          0.001  best",
      "    3         0.1000           0.3500          0.001",
    ].join("\n"),
  );
});

test.for([
  [0.0010000000474974513, "0.001"],
  [5e-7, "5e-7"],
  [0.00048828125, "0.000488"],
] as const)("rateText: %d is %s", ([rate, text]) => expect(rateText(rate)).toBe(text));

test("learningCurvePage: names the model and its rows, holds the drawing and a row for each epoch", () => {
  const manifest = {
    ...aManifest({ data: { from: "<b>|x", hash: "", rows: 1200, queries: 3, split: "rows" } }),
    reference: "net-1",
    files: {},
  };
  const page = learningCurvePage(manifest, falling);
  expect(page).toContain("<title>Learning curve of net-1</title>");
  expect(page).toContain("&lt;b&gt;|x: 1,200 rows, split by rows, seed 7");
  expect(page).toContain(
    '<tr class="marked"><th scope="row">2<span class="tag">best</span></th><td>0.3000</td><td>0.2000</td><td>0.001</td></tr>',
  );
  expect(page.match(/<th scope="row">/g)).toHaveLength(3);
  expect(page).not.toContain("<b>");
});
