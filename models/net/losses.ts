import { describe, sameShape } from "./dimensions.ts";
import { euclideanDistance } from "./distances.ts";
import {
  add,
  addAt,
  constant,
  exp,
  expand,
  log,
  logSoftmax,
  matmul,
  max,
  mean,
  multiply,
  negate,
  type Operand,
  pick,
  relu,
  reshape,
  softplus,
  square,
  subtract,
  sum,
  withBackward,
} from "./operations.ts";
import type { Value } from "./value.ts";

/** The mean of (prediction − truth)². `weights` says how much each counts, such as the weight of its class; the sum is still divided by how many there are, as in Keras. */
export function meanSquaredError(prediction: Value, truth: Value, weights: Operand = 1): Value {
  checkAlike("meanSquaredError", prediction, truth);
  return mean(weigh(square(subtract(prediction, truth)), weights));
}

/** Cross-entropy of yes-or-no answers, weighted as above. Takes logits, what a sigmoid would be given, as that is exact also where the sigmoid is 0 or 1. */
export function binaryCrossEntropy(logits: Value, truth: Value, weights: Operand = 1): Value {
  checkAlike("binaryCrossEntropy", logits, truth);
  // −t log σ(z) − (1 − t) log(1 − σ(z)) = log(1 + e^z) − t z
  return mean(weigh(subtract(softplus(logits), multiply(truth, logits)), weights));
}

/** Cross-entropy over classes, the last axis, weighted per row. Takes logits, and a truth that adds up to 1 along it (one-hot or shares). */
export function softmaxCrossEntropy(logits: Value, truth: Value, weights: Operand = 1): Value {
  checkAlike("softmaxCrossEntropy", logits, truth);
  return mean(weigh(negate(sum(multiply(truth, logSoftmax(logits)), [-1])), weights));
}

/** The same where each row is of one class; `places` are row and class of each (int32, rows × 2). Keras calls it SparseCategoricalCrossentropy. */
export function sparseSoftmaxCrossEntropy(logits: Value, places: Value): Value {
  const logs = logSoftmax(logits);
  const losses = negate(pick(logs, places));
  const [rows] = losses.shape;
  // dz = (softmax(z) − 1 at the class) dy: two passes over the logits, where the rules of all that is in it would take seven
  const byHand = withBackward(losses, [logits], (dy) => {
    const excess = addAt(exp(logs), places, expand(constant([-1]), losses));
    return [multiply(excess, reshape(dy, [rows!, 1]))];
  });
  return mean(byHand);
}

/** Each query (a row) against the products of all rows of the batch, of which its own is the right one; `scale` is 1 / temperature. */
export function inBatchSoftmax(queries: Value, products: Value, scale = 1): Value {
  checkAlike("inBatchSoftmax", queries, products);
  const own = multiply(sum(multiply(queries, products), [-1]), scale);
  const all = multiply(matmul(queries, products, { transposeB: true }), scale);
  // −log(e^own / Σ e^all), with the greatest taken out so that no power overflows
  const greatest = max(all, [-1]);
  const total = add(greatest, log(sum(exp(subtract(all, greatest)), [-1])));
  return mean(subtract(total, own));
}

/** How much nearer than `margin` the wrong one is to the anchor, compared with the right one (Schroff et al., 2015); mean over rows. */
export function tripletLoss(anchor: Value, right: Value, wrong: Value, margin: number): Value {
  checkAlike("tripletLoss", anchor, right);
  checkAlike("tripletLoss", anchor, wrong);
  const lead = subtract(euclideanDistance(anchor, right), euclideanDistance(anchor, wrong));
  return mean(relu(add(lead, margin)));
}

/** Pulls pairs together where `isMatch` is 1, and apart up to `margin` where it is 0 (Hadsell et al., 2006); mean over rows. */
export function contrastiveLoss(distance: Value, isMatch: Value, margin: number): Value {
  checkAlike("contrastiveLoss", distance, isMatch);
  const together = multiply(isMatch, square(distance));
  const apart = multiply(subtract(1, isMatch), square(relu(subtract(margin, distance))));
  return mean(add(together, apart));
}

/** The squares of all weights together, times `rate`: added to a loss it keeps weights small. */
export function l2Penalty(weights: readonly Value[], rate: number): Value {
  return multiply(weights.map(sumOfSquares).reduce(add), rate);
}

/** The sum of x² as one number. */
export function sumOfSquares(x: Value): Value {
  // d Σx² = 2x dx: one pass, where the rules of all that is in it would take four
  return withBackward(sum(square(x)), [x], (dy) => [multiply(x, multiply(dy, 2))]);
}

function weigh(losses: Value, weights: Operand): Value {
  if (weights === 1) return losses;
  if (typeof weights !== "number") checkAlike("weights", losses, weights);
  return multiply(losses, weights);
}

/** A truth of another shape would be stretched in silence: [batch] against [batch, 1] makes batch × batch errors. */
function checkAlike(loss: string, a: Value, b: Value): void {
  if (!sameShape(a.shape, b.shape)) {
    throw new Error(
      `${loss}: the prediction is ${describe(a.shape)}, the other ${describe(b.shape)}; give both one shape`,
    );
  }
}
