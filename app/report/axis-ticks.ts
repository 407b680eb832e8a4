/** Values for the ticks of an axis, ascending, and the decimals that tell them apart. */
export interface AxisTicks {
  readonly values: readonly number[];
  readonly digits: number;
}

/**
 * Round numbers (1, 2 or 5 times a power of ten apart, and at least `leastStep`) that reach from below `low` to above `high`: at most `most` steps.
 * Equal ends are taken apart first.
 */
export function axisTicks(low: number, high: number, most: number, leastStep = 0): AxisTicks {
  const [from, to] = low < high ? [low, high] : [low - roomAround(low), high + roomAround(high)];
  const step = stepsFrom(Math.max((to - from) / most, leastStep)).find((width) => steps(from, to, width) <= most)!;
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const first = Math.floor(from / step + 1e-9);
  const values = Array.from({ length: steps(from, to, step) + 1 }, (_, i) =>
    Number(((first + i) * step).toFixed(digits)),
  );
  return { values, digits };
}

function roomAround(value: number): number {
  return value === 0 ? 1 : Math.abs(value) / 10;
}

function steps(from: number, to: number, step: number): number {
  return Math.ceil(to / step - 1e-9) - Math.floor(from / step + 1e-9);
}

/** The nearest widths for a step that are not below `least`. */
function stepsFrom(least: number): readonly number[] {
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5, 10, 20, 50].map((factor) => factor * power).filter((width) => width >= least * (1 - 1e-9));
}
