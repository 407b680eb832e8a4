import { expect, test } from "vitest";
import { hybridPage } from "../../../app/report/hybrid-page.ts";
import { classification } from "../../../models/metrics/classification.ts";
import { aCurve } from "../../support/curves.ts";

const truth = ["caps", "caps", "<hats>", "<hats>"];
const both = classification(["<hats>", "belts", "caps"], truth, ["caps", "<hats>", "<hats>", "<hats>"]);
const alone = { count: 4, accuracy: 0.5, macroF1: 0.4 };
const cap = { id: "1", title: "Cap <b>", category: "caps" };
const hat = { id: "2", title: "Hat & Co", category: "<hats>" };

const report = {
  manifest: { reference: "hybrid-1", learningCurve: aCurve([0.5, 0.4], [0.3, 0.2]) },
  input: "others.csv",
  products: 4,
  withPicture: 3,
  figures: { both, picture: alone, title: alone },
  likeness: {
    compared: 4,
    categories: ["caps", "<hats>"],
    cosines: [
      [0.9, 0.412],
      [0.412, null],
    ],
    sameCategory: { of: 3, both: 0.75, picture: 0.5, title: 0.5, byChance: 1 / 3 },
    samples: [{ ...cap, similar: [{ ...hat, cosine: 0.71234 }] }],
  },
  map: { x: [0, 1, 0, 1], y: [0, 0, 1, 1], groupOf: [0, 0, 1, 1], names: ["caps", "<hats>"] },
  pictures: new Map([["1", "data:image/jpeg;base64,AAAA"]]),
};

test("hybridPage: figures, drawings, and products with those most like them", () => {
  const page = hybridPage(report);
  expect(page).toContain('<p class="quiet">4 products, 3 with a picture</p>');
  expect(page).toContain(
    '<tr><th scope="row">picture and title</th><td>0.7333</td><td>0.7500</td><td>75.0 %</td></tr>',
  );
  expect(page).toContain('<tr><th scope="row">caps and &lt;hats&gt;</th><td>0.412</td></tr>');
  expect(page).toContain("<title>caps and &lt;hats&gt;: 0.412</title>");
  expect(page).toContain("<title>1 of 2 caps taken for &lt;hats&gt;</title>");
  expect(page).toContain("A map (UMAP) of the vectors of 4 products by hybrid-1, coloured by category.");
  expect(page).toContain('<img src="data:image/jpeg;base64,AAAA" alt=""><strong>product</strong>Cap &lt;b&gt;<br>');
  expect(page).toContain("<li><strong>0.7123</strong>Hat &amp; Co<br>");
  expect(page).toContain("hybrid-1, loss by epoch");
  expect(page).not.toMatch(/<b>|<hats>|NaN|undefined/);
});
