import { expect, test } from "vitest";
import { number, textTable } from "../../../app/terminal/output.ts";
import { csvText, jsonText, tableRow } from "../../../app/terminal/rows.ts";

test("text table: texts to the left, numbers to the right, no blanks at the ends", () => {
  const rows = [
    ["stage", "events", "p50", ""],
    ["embed", "1,200", "-", "champion"],
    ["re", "9", "12.5 ms", ""],
  ];
  expect(textTable(rows)).toBe("stage  events      p50\nembed   1,200        -  champion\nre          9  12.5 ms");
});

test("text table: a column with one text in it is a column of texts; a head alone is printed", () => {
  expect(
    textTable([
      ["n", "model"],
      ["1", "7"],
      ["20", "ridge-1"],
    ]),
  ).toBe(" n  model\n 1  7\n20  ridge-1");
  expect(textTable([["a", "b"]])).toBe("a  b");
});

test.for([
  [1_234_567.4, 0, "1,234,567"],
  [0.48214, 4, "0.4821"],
  [-3, 1, "-3.0"],
  [-0.00003, 4, "0.0000"],
  [null, 2, "-"],
  [undefined, 0, "-"],
  [Number.NaN, 4, "-"],
] as const)("number: %d with %d digits is %s", ([value, digits, text]) => {
  expect(number(value, digits)).toBe(text);
});

const names = ["text", "none", "big", "bytes", "list", "flag"];
const row = ['say "hi",\nnow', null, 2n ** 60n, new Uint8Array([1, 2, 255]), [1, 2n], true];

test("rows: CSV quotes what needs it and leaves NULL empty", () => {
  expect(csvText([row, ["plain", 1.5]])).toBe(
    '"say ""hi"",\nnow",,1152921504606846976,AQL/,"[1,""2""]",true\nplain,1.5\n',
  );
});

test("rows: JSON keeps types, bytes in base64, whole numbers beyond 2^53 as text", () => {
  expect(JSON.parse(jsonText(names, row))).toEqual({
    text: 'say "hi",\nnow',
    none: null,
    big: "1152921504606846976",
    bytes: "AQL/",
    list: [1, "2"],
    flag: true,
  });
});

test("rows: a table for people has short numbers, one line a cell, and cuts long texts", () => {
  expect(tableRow([0.123456789, 3, null, "a\n b", "x".repeat(90), { a: 1 }])).toEqual([
    "0.123457",
    "3",
    "-",
    "a b",
    `${"x".repeat(79)}…`,
    '{"a":1}',
  ]);
});
