import fc from "fast-check";
import { expect, test } from "vitest";
import { rewriteMeasures } from "../../../models/text/rewrite-measures.ts";

test.each([
  ["1/2 in. copper elbow", "0.5in copper elbow"],
  ['1-1/2" pvc', "1.5in pvc"],
  ["1 3/4 hole deadbolt", "1.75in hole deadbolt"],
  ["shelf 12-in deep", "shelf 12in deep"],
  ["5-gallon bucket", "5gal bucket"],
  ["5 gal. paint", "5gal paint"],
  ["12-volt max", "12volt max"],
  ["ryobi 24v", "ryobi 24volt"],
  ["208-230v", "208-230volt"],
  ["1.9 cu. ft. microwave", "1.9cuft microwave"],
  ["11 cubic feet fridge", "11cuft fridge"],
  ["(45 sq. ft. / case)", "(45sqft / case)"],
  ["20 sq.ft. 30 square feet", "20sqft 30sqft"],
  ["50 lbs. 60 pounds 80# mix", "50lb 60lb 80lb mix"],
  ["32 fl. oz. 22 oz. 8 ounces", "32oz 22oz 8oz"],
  ["15 amp 20a 15-amp", "15amp 20amp 15amp"],
  ["65w 13-watt 600 w", "65watt 13watt 600watt"],
  ["12,000 btu 8000 btu's", "12000btu 8000btu"],
  ["2.5 gpm 1.28 gpf 110 cfm 3500 psi", "2.5gpm 1.28gpf 110cfm 3500psi"],
  ["6 mil film 12 awg 18 guage", "6mil film 12ga 18ga"],
  ["(24-pack) 2 pk 6-piece 55 count", "(24pack) 2pack 6piece 55count"],
  ["pack of 6 bulbs", "6pack bulbs"],
  ["90° elbow 45 degree", "90degree elbow 45degree"],
  ["2700k bulb", "2700kelvin bulb"],
  ["r-13 faced r 30", "r13 faced r30"],
  ["1-1/2 hp", "1.5hp"],
  [".375 rod 60,000", "0.375 rod 60000"],
  ["3 ft. 6 in. ladder", "3.5ft ladder"],
  ["5' 6\" door", "5.5ft door"],
  ["3/4' hardware", "0.75in hardware"],
])("measures: %j is %j", (text, rewritten) => {
  expect(rewriteMeasures(text).text).toBe(rewritten);
});

test.each([
  ["2x4", "2x4"],
  ["2 x 4", "2x4"],
  ["2 by 4", "2x4"],
  ["2 in. x 4 in. x 8 ft. stud", "2x4 2in 4in 8ft stud"],
  ["2x4x8", "2x4 8ft"],
  ["4x4x10 treated", "4x4 10ft treated"],
  ["2x4x96", "2x4 96in"],
  ["20 x 20 x 1 filter", "20x20 1in filter"],
  ["30x15x24 in. cabinet", "30x15 30in 15in 24in cabinet"],
  ["36 in. w x 72 in. l shade", "36x72 36in 72in shade"],
  ["24 in w x 18 in d", "24x18 24in 18in"],
  ['36"x24"', "36x24 36in 24in"],
  ["4'x8' panel", "4x8 4ft 8ft panel"],
  ["9ftx12ft rug", "9x12 9ft 12ft rug"],
  ["33 x19 sink", "33x19 sink"],
  ["1/2 in. x 4 ft. x 8 ft. plywood", "4x8 0.5in 4ft 8ft plywood"],
  ["1/2 inch x 6", "0.5x6 0.5in"],
  ["3 ft. 6 in. x 5 ft. 6 in. rug", "3.5x5.5 3.5ft 5.5ft rug"],
  ["15h x 30 w", "15x30"],
  ["10 gauge x 3 in.", "10ga 3in"],
  ["6' x 6'retractable", "6x6 6ft 'retractable"],
])("dimensions: %j is %j", (text, rewritten) => {
  expect(rewriteMeasures(text).text).toBe(rewritten);
});

test.each([
  "8 in 1 generator",
  "3-in-1 oil",
  "16/3 extension cord",
  "5/4 decking",
  "1/4 turn valve",
  "#8 screw",
  "a787 in anodized",
  "sku 1000-019-492",
  "754-0754",
  "290a-3 paint",
  "2x4x8abc",
  "9as101",
  "2 w/ bulb",
  "3m tape",
  "24/7",
  "8x22 a/c vent",
  "no numbers here",
  "1/0 0/0 1/2/3",
  "99999999999999999999 in",
])("measures: %j stays as it is", (text) => {
  expect(rewriteMeasures(text)).toEqual({ text, rewrites: [] });
});

test("measures: each change is in the trail, with its rule", () => {
  expect(rewriteMeasures("r-13 2 x 4 at 1-1/2 in. and 1,000 or 2x4").rewrites).toEqual([
    { from: "r-13", to: "r13", rule: "code" },
    { from: "2 x 4", to: "2x4", rule: "dimension" },
    { from: "1-1/2 in.", to: "1.5in", rule: "unit" },
    { from: "1,000", to: "1000", rule: "number" },
  ]);
});

test("measures: a rewritten measure is left alone the second time", () => {
  const number = fc.constantFrom("1", "2", "12", "1/2", "1-1/2", "3 1/4", "2.5", ".5", "1,200");
  const unit = fc.constantFrom("in.", "inch", "ft.", "gal", "lbs", "volt", "sq. ft.", "oz.", "amp", "pack");
  const measure = fc.tuple(number, fc.constantFrom(" ", "-", ""), unit).map((parts) => parts.join(""));
  const size = fc.tuple(number, fc.constantFrom("", " in.", " mm")).map((parts) => parts.join(""));
  const dimension = fc.array(size, { minLength: 2, maxLength: 3 }).map((sizes) => sizes.join(" x "));
  const text = fc
    .array(fc.oneof(measure, dimension), { minLength: 1, maxLength: 4 })
    .map((parts) => parts.join(" board "));
  fc.assert(
    fc.property(text, (any) => {
      const once = rewriteMeasures(any).text;
      expect(rewriteMeasures(once)).toEqual({ text: once, rewrites: [] });
    }),
    { seed: 5, numRuns: 1000 },
  );
});

test("measures: long hostile texts take no longer than their length", () => {
  for (const piece of ["1x", "1 ", "9", "1/", "1,111", "1 x ", "1-1/2 ", "1'", "in "]) {
    expect(rewriteMeasures(piece.repeat(40_000)).text.length).toBeGreaterThan(0);
  }
});
