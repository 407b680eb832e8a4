/** Points between 0 and 1 with weights: the weighted sum of a polynomial's values there is its integral from 0 to 1. */
export interface Quadrature {
  readonly points: Float64Array;
  readonly weights: Float64Array;
}

/** Gauss and Legendre's points, exact up to degree 2 × `count` - 1. */
export function quadrature(count: number): Quadrature {
  const roots = Array.from({ length: count }, (_, index) => legendreRoot(count, index));
  return {
    points: Float64Array.from(roots, ({ x }) => (1 + x) / 2),
    weights: Float64Array.from(roots, ({ x, slope }) => 1 / ((1 - x * x) * slope * slope)),
  };
}

/** A root of the Legendre polynomial of that degree and its slope there, by Newton's method from a guess that is near enough. */
function legendreRoot(degree: number, index: number) {
  let x = Math.cos((Math.PI * (index + 0.75)) / (degree + 0.5));
  for (let step = 0; step < 10; step++) {
    const { value, slope } = legendre(degree, x);
    x -= value / slope;
  }
  return { x, slope: legendre(degree, x).slope };
}

/** A Legendre polynomial between -1 and 1, by n Pₙ = (2n - 1) x Pₙ₋₁ - (n - 1) Pₙ₋₂. */
function legendre(degree: number, x: number) {
  let [before, value] = [0, 1];
  for (let n = 1; n <= degree; n++) [before, value] = [value, ((2 * n - 1) * x * value - (n - 1) * before) / n];
  return { value, slope: (degree * (x * value - before)) / (x * x - 1) };
}
