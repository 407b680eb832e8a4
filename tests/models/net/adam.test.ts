import { expect, test } from "vitest";
import { adamDefaults, adamRates } from "../../../models/net/adam.ts";
import { AdamMemory, type Learned } from "../../../models/net/adam-memory.ts";
import { seededRandom } from "../../../models/random.ts";

/** Adam as in the paper (algorithm 1), one number at a time in float64. */
function paperAdam(start: readonly number[], gradients: readonly (readonly number[])[], learningRate: number) {
  const { beta1, beta2, epsilon } = adamDefaults;
  const values = [...start];
  const first = values.map(() => 0);
  const second = values.map(() => 0);
  for (const [index, gradient] of gradients.entries()) {
    const t = index + 1;
    for (const [i, g] of gradient.entries()) {
      first[i] = beta1 * first[i]! + (1 - beta1) * g;
      second[i] = beta2 * second[i]! + (1 - beta2) * g * g;
      const mean = first[i]! / (1 - beta1 ** t);
      const variance = second[i]! / (1 - beta2 ** t);
      values[i] = values[i]! - (learningRate * mean) / (Math.sqrt(variance) + epsilon);
    }
  }
  return { values, first, second };
}

const gradients = [
  [0.5, -2, 0],
  [0.25, 1, 0],
  [-1, 1e-4, 3],
];

/** What the three steps are told; each gradient is given twice as long and counts half. */
const steps = gradients.map((gradient, index) => ({
  gradient: gradient.map((value) => 2 * value),
  step: { ...adamDefaults, ...adamRates(0.1, index + 1, adamDefaults), share: 0.5 },
}));

/** Expects values and moments to be those of the paper, of which the factors 1 − β1 and 1 − β2 are left out. */
function expectPaper(own: Learned, truth: ReturnType<typeof paperAdam>) {
  const factors = { values: 1, first: 1 - adamDefaults.beta1, second: 1 - adamDefaults.beta2 };
  for (const name of ["values", "first", "second"] as const)
    for (const [i, value] of truth[name].entries()) expect(own[name][i]! * factors[name]).toBeCloseTo(value, 5);
}

test("adam: three steps are those of the paper", () => {
  const memory = new AdamMemory([3]);
  const own = memory.learned[0]!;
  own.values.set([1, 2, 3]);
  for (const { gradient, step } of steps) {
    own.gradient.set(gradient);
    memory.step(own, step);
  }
  expectPaper(own, paperAdam([1, 2, 3], gradients, 0.1));
});

test("sparse adam: changes the rows that are named, and no others", () => {
  const memory = new AdamMemory([3, 9]);
  const [before, own] = [memory.learned[0]!, memory.learned[1]!];
  own.values.set([4, 5, 6, 9, 9, 9, 1, 2, 3]);
  for (const { gradient, step } of steps) {
    own.gradient.set([...gradient, ...gradient]);
    memory.stepRows(own, Int32Array.of(2, 0), 3, step);
  }
  const [last, first] = [paperAdam([1, 2, 3], gradients, 0.1), paperAdam([4, 5, 6], gradients, 0.1)];
  expectPaper(own, {
    values: [...first.values, 9, 9, 9, ...last.values],
    first: [...first.first, 0, 0, 0, ...last.first],
    second: [...first.second, 0, 0, 0, ...last.second],
  });
  expect(before.values).toEqual(new Float32Array(3));
});

test("sparse adam: steps more rows than are fetched together, in any order", () => {
  const [count, width] = [50, 5];
  const random = seededRandom(1);
  const rows = random.shuffle(Int32Array.from({ length: count }, (_, row) => 2 * row));
  const numbers = () => Array.from({ length: count * width }, () => Math.fround(random.uniform() - 0.5));
  const memory = new AdamMemory([2 * count * width]);
  const own = memory.learned[0]!;
  const [values, drawn] = [numbers(), [numbers(), numbers()]];
  const placeOf = (at: number) => rows[Math.floor(at / width)]! * width + (at % width);
  const read = (list: Float32Array) => Float32Array.from(values, (_, at) => list[placeOf(at)]!);
  for (const [at, value] of values.entries()) own.values[placeOf(at)] = value;
  for (const [index, gradient] of drawn.entries()) {
    own.gradient.set(gradient);
    memory.stepRows(own, rows, width, { ...adamDefaults, ...adamRates(0.01, index + 1, adamDefaults), share: 1 });
  }
  const { gradient } = own;
  expectPaper(
    { values: read(own.values), first: read(own.first), second: read(own.second), gradient },
    paperAdam(values, drawn, 0.01),
  );
  const between = own.values.filter((_, at) => Math.floor(at / width) % 2 === 1);
  expect(between).toEqual(new Float32Array(count * width));
});

test.for([1, 2, 4, 7, 1_025])(
  "adam: steps %i numbers, of which four are taken at a time, as the paper does",
  (count) => {
    const random = seededRandom(count);
    const numbers = () => Array.from({ length: count }, () => Math.fround(random.uniform() - 0.5));
    const memory = new AdamMemory([count, 1]);
    const [own, behind] = [memory.learned[0]!, memory.learned[1]!];
    const values = numbers();
    const drawn = [numbers(), numbers(), numbers()];
    own.values.set(values);
    for (const [index, gradient] of drawn.entries()) {
      own.gradient.set(gradient);
      memory.step(own, { ...adamDefaults, ...adamRates(0.01, index + 1, adamDefaults), share: 1 });
    }
    expectPaper(own, paperAdam(values, drawn, 0.01));
    expect(behind.values).toEqual(new Float32Array(1));
  },
);

test("addRows: adds rows to those of a gradient that are named, as often as they are", () => {
  const memory = new AdamMemory([6]);
  const own = memory.learned[0]!;
  own.gradient.set([10, 10, 20, 20, 30, 30]);
  const rows = Float32Array.of(1, 0, 0, 2, 0, 0, 5, 6);
  memory.addRows(own, 2, { rows, places: Int32Array.of(2, 0, 1, 2) });
  expect(own.gradient).toEqual(Float32Array.of(10, 12, 20, 20, 36, 36));
});

test("addRows: a row goes to each of its places times the place's weight", () => {
  const memory = new AdamMemory([15], 5);
  const own = memory.learned[0]!;
  const rows = Float32Array.of(1, 2, 3, 4, 5, 10, 20, 30, 40, 50);
  memory.addRows(own, 5, { rows, places: Int32Array.of(0, 2, 2, 1), weights: Float32Array.of(1, 2, 0.5, 0) });
  expect(own.gradient).toEqual(Float32Array.of(1, 2, 3, 4, 5, 0, 0, 0, 0, 0, 7, 14, 21, 28, 35));
});

test("addRows: takes more rows, and wider ones, than pass through the memory at once", () => {
  const [count, width] = [5, 4_099];
  const memory = new AdamMemory([width, 1], width);
  const own = memory.learned[0]!;
  const rows = Float32Array.from({ length: count * width }, (_, index) => index % width);
  memory.addRows(own, width, { rows, places: new Int32Array(count) });
  memory.addRows(own, 1, { rows: new Float32Array(9_000).fill(1), places: new Int32Array(9_000).fill(1) });
  expect(own.gradient).toEqual(Float32Array.from({ length: width }, (_, at) => count * at + (at === 1 ? 9_000 : 0)));
});

test("lengthTogether: is the root of the sum of all squares that count", () => {
  const memory = new AdamMemory([3, 9]);
  const [some, others] = [memory.learned[0]!, memory.learned[1]!];
  some.gradient.set([3, 4, 100]);
  others.gradient.set([2, 2, 2, 2, 4, 4, 4, 4, 8]);
  expect(memory.lengthTogether([{ own: some, count: 2 }])).toBe(5);
  // 25 + 16 + 64 + 64
  const both = [
    { own: some, count: 2 },
    { own: others, count: 9 },
  ];
  expect(memory.lengthTogether(both)).toBe(13);
  expect(memory.lengthTogether([])).toBe(0);
});
