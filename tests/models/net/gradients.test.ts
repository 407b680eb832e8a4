import { expect, test } from "vitest";
import { gradients } from "../../../models/net/gradients.ts";
import * as o from "../../../models/net/operations.ts";
import { ints, tensor } from "../../../models/net/session.ts";
import type { Op } from "../../../models/net/value.ts";
import { type Checked, expectTrueGradients } from "../../support/gradient-check.ts";

const rows = o.input("rows", [4], "int32");
const repeated = { rows: ints([2, 0, 2, 1]) };
const places = o.input("places", [2, 2], "int32");
const somePlaces = { places: ints([2, 0, 0, 1], [2, 2]) };
const keep = o.input("keep", [2, 2], "bool");
const matrices = [
  [2, 3],
  [3, 2],
] as const;
const away = [0.25, 2] as const;

/** One function per operation whose gradient its rule gives. */
const checks: { readonly [O in Op]?: Readonly<Record<string, Checked>> } = {
  add: {
    alike: {
      shapes: [
        ["batch", 2],
        ["batch", 2],
      ],
      of: o.add,
    },
    stretched: { shapes: [["batch", 2], [2]], of: o.add },
    "with a number": { shapes: [["batch", 2], []], of: o.add },
  },
  subtract: {
    stretched: {
      shapes: [
        [1, 2],
        ["batch", 1],
      ],
      of: o.subtract,
    },
  },
  multiply: {
    stretched: {
      shapes: [
        [2, 3, 2],
        [3, 1],
      ],
      of: o.multiply,
    },
    "with itself": { shapes: [[3]], of: o.square },
  },
  divide: { stretched: { shapes: [["batch", 2], [2]], of: o.divide, range: away } },
  maximum: { both: { shapes: [[6], [6]], of: o.maximum } },
  negate: { it: { shapes: [[3]], of: o.negate } },
  absolute: { it: { shapes: [[6]], of: o.absolute } },
  exp: { it: { shapes: [[3]], of: o.exp } },
  log: { it: { shapes: [[3]], of: o.log, range: away } },
  squareRoot: { it: { shapes: [[3]], of: o.squareRoot, range: away } },
  sigmoid: { it: { shapes: [[3]], of: o.sigmoid } },
  tanh: { it: { shapes: [[3]], of: o.tanh } },
  relu: { it: { shapes: [[6]], of: o.relu } },
  softplus: { it: { shapes: [[3]], of: o.softplus } },
  softmax: { it: { shapes: [["batch", 4]], of: o.softmax } },
  logSoftmax: { it: { shapes: [["batch", 4]], of: o.logSoftmax } },
  toFloat: {
    mask: {
      shapes: [[2, 2]],
      of: (x) => o.multiply(x, o.toFloat(keep)),
      feeds: { keep: tensor("bool", Uint8Array.of(1, 0, 0, 1), [2, 2]) },
    },
  },
  matmul: {
    plain: { shapes: matrices, of: (a, b) => o.matmul(a, b) },
    "first turned": {
      shapes: [
        [3, 2],
        [3, 2],
      ],
      of: (a, b) => o.matmul(a, b, { transposeA: true }),
    },
    "second turned": {
      shapes: [
        ["batch", 3],
        [2, 3],
      ],
      of: (a, b) => o.matmul(a, b, { transposeB: true }),
    },
    "both turned": { shapes: matrices, of: (a, b) => o.matmul(a, b, { transposeA: true, transposeB: true }) },
    stacked: {
      shapes: [
        [2, 2, 3],
        [2, 3, 2],
      ],
      of: (a, b) => o.matmul(a, b),
    },
    "stacked, second turned": {
      shapes: [
        [2, 2, 3],
        [2, 4, 3],
      ],
      of: (a, b) => o.matmul(a, b, { transposeB: true }),
    },
  },
  affine: {
    "with a row": { shapes: [["batch", 3], [3, 2], [2]], of: (a, b, row) => o.affine(a, b, row) },
    "with a matrix": {
      shapes: [
        ["batch", 3],
        [3, 2],
        ["batch", 2],
      ],
      of: (a, b, rows) => o.affine(a, b, rows),
    },
    turned: {
      shapes: [
        ["batch", 3],
        [2, 3],
        [1, 2],
      ],
      of: (a, b, row) => o.affine(a, b, row, { transposeB: true }),
    },
    "stacked, turned": {
      shapes: [
        [2, 4, 3],
        [2, 2, 3],
        [2, 4, 2],
      ],
      of: (a, b, rows) => o.affine(a, b, rows, { transposeB: true }),
    },
    "of parts that were fed": {
      shapes: [["batch", 2], ["batch", 1], [3, 2], [2]],
      of: (a, b, weights, row) => o.affine(o.concat([a, b]), weights, row),
    },
    "stacked, of parts that were fed": {
      shapes: [
        [2, 1, 3],
        [2, 3, 3],
        [2, 3, 2],
        [2, 4, 2],
      ],
      of: (a, b, weights, rows) => o.affine(o.concat([a, b], 1), weights, rows),
    },
    stacked: {
      shapes: [
        [2, 4, 3],
        [2, 3, 2],
        [2, 4, 2],
      ],
      of: (a, b, rows) => o.affine(a, b, rows),
    },
  },
  sum: {
    "one axis": { shapes: [["batch", 3]], of: (x) => o.sum(x, [-1]) },
    all: { shapes: [["batch", 3]], of: (x) => o.sum(x) },
  },
  max: { "one axis": { shapes: [[2, 5, 2]], of: (x) => o.max(x, [1]) } },
  count: { mean: { shapes: [["batch", 3]], of: (x) => o.mean(x) } },
  expand: { it: { shapes: [[1, 3]], of: (x) => o.expand(x, o.constant([0, 0, 0, 0, 0, 0], [2, 3])) } },
  reshape: { it: { shapes: [["batch", 4, 2]], of: (x) => o.square(o.reshape(x, ["4·batch", 2])) } },
  transpose: {
    it: { shapes: [[2, 3, 2]], of: (x) => o.transpose(x, [1, 2, 0]) },
    "ends swapped": { shapes: [["batch", 2, 3, 4]], of: (x) => o.transpose(x, [3, 1, 2, 0]) },
  },
  concat: {
    it: {
      shapes: [
        ["batch", 2],
        ["batch", 3],
      ],
      of: (a, b) => o.concat([a, b, a]),
    },
  },
  part: { it: { shapes: [["batch", 5]], of: (x) => o.multiply(...(o.parts(x, [2, 1, 2]) as [typeof x, typeof x])) } },
  slice: { "the middle": { shapes: [["batch", 4]], of: (x) => o.slice(x, 1, 1, 3) } },
  pad: { it: { shapes: [[2, 3]], of: (x) => o.pad(x, 1, 1, 2) } },
  gather: { "rows more than once": { shapes: [[3, 2]], of: (x) => o.gather(x, rows), feeds: repeated } },
  scatter: {
    "rows more than once": {
      shapes: [[4, 2]],
      of: (x) => o.scatter(o.constant([0, 0, 0, 0, 0, 0], [3, 2]), rows, x),
      feeds: repeated,
    },
  },
  pick: { "some of a matrix": { shapes: [["batch", 3]], of: (x) => o.pick(x, places), feeds: somePlaces } },
  addAt: {
    "to some of a matrix": {
      shapes: [["batch", 3], [2]],
      of: (x, list) => o.addAt(o.square(x), places, list),
      feeds: somePlaces,
    },
  },
  withBackward: {
    "the true one": {
      shapes: [[3]],
      of: (x) =>
        o.withBackward(o.exp(o.multiply(x, 2)), [x], (dy) => [o.multiply(dy, o.multiply(2, o.exp(o.multiply(x, 2))))]),
    },
  },
};

const all = Object.entries(checks).flatMap(([op, cases]) =>
  Object.entries(cases).map(([name, check]) => [op, name, check] as const),
);

test.for(all)("gradient of %s: is the slope (%s)", async ([, , check]) => {
  await expectTrueGradients(check);
});

/** Leaves, steps that are flat everywhere, and parts of hand-written backward passes. */
const withoutSlope: readonly Op[] = [
  ...(["input", "parameter", "table", "statistic", "keepMask", "constant"] as const),
  ...(["greater", "equal", "sign", "zeros"] as const),
  ...(["step", "first", "convolve", "runtimeLstm"] as const),
];

test("gradients: every operation is checked against its slope, or has none", () => {
  expect([...Object.keys(checks), ...withoutSlope].sort()).toEqual(Object.keys(gradients).sort());
});
