import { type Dimension, known, type Shape, turnedAxes, withAxis } from "../dimensions.ts";
import {
  add,
  affine,
  concat,
  first,
  matmul,
  multiply,
  parts,
  sigmoid,
  square,
  steps,
  subtract,
  tanh,
  transpose,
  withBackward,
  zeros,
} from "../operations.ts";
import type { Value } from "../value.ts";
import type { Pack } from "./sequences.ts";

/** The axis of texts, the axis of units and the lengths that all steps share. */
interface Layout {
  readonly pack: Pack;
  readonly rowAxis: number;
  readonly units: number;
  /** The shape of a state, but for its rows. */
  readonly shape: Shape;
  /** How many rows each step has, by name. */
  readonly rowsAt: readonly Dimension[];
}

/** What the forward pass of one step leaves for the backward pass. */
interface Step {
  /** Input, output and forget gate. */
  readonly gates: Value;
  readonly candidate: Value;
  readonly before: { readonly state: Value; readonly cell: Value };
  /** tanh of the new cell. */
  readonly seen: Value;
  readonly state: Value;
  readonly cell: Value;
}

/**
 * The last states of all texts of a pack: rows × units. `projected` are the inputs times their weights, tokens × 4 units, and
 * `recurrent` the weights of the state, units × 4 units; both may be stacks (one per direction). Its gradient is derived by
 * hand: what can be done for all steps at once is, so each step back is one matrix product and three operations beside it.
 */
export function packedLstm(projected: Value, recurrent: Value, pack: Pack): Value {
  const layout = layoutOf(projected, recurrent, pack);
  const done = forward(projected, recurrent, layout);
  return withBackward(done.at(-1)!.state, [projected, recurrent], (dState) =>
    backward(dState, done, projected, recurrent, layout),
  );
}

function layoutOf(projected: Value, recurrent: Value, pack: Pack): Layout {
  const rowAxis = recurrent.shape.length - 2;
  const units = known(recurrent.shape[rowAxis]);
  const shape = [...recurrent.shape.slice(0, -1), units];
  // a single step has all tokens
  const nameOf = (_: unknown, step: number) => (pack.steps === 1 ? projected.shape[rowAxis]! : `texts at ${step}`);
  return { pack, rowAxis, units, shape, rowsAt: Array.from({ length: pack.steps }, nameOf) };
}

function forward(projected: Value, recurrent: Value, layout: Layout): readonly Step[] {
  const { pack, rowAxis, rowsAt, shape } = layout;
  const inputs = steps(projected, pack.counts, rowsAt, rowAxis);
  // at the first step all texts that are there have just joined
  const joinsAt = rowsAt.map((rows, step) => (step === 0 ? rows : `joining at ${step}`));
  const fresh = steps(zeros(pack.joins, withAxis(shape, rowAxis, "texts")), pack.joins, joinsAt, rowAxis);
  const done: Step[] = [];
  for (const [index, input] of inputs.entries()) {
    const last = done.at(-1);
    const start = fresh[index]!;
    // texts that join start from zero, after those that are there
    const join = (there: Value | undefined) => (there ? concat([there, start], rowAxis, rowsAt[index]) : start);
    done.push(stepForward(input, recurrent, { state: join(last?.state), cell: join(last?.cell) }, layout.units));
  }
  return done;
}

function stepForward(input: Value, recurrent: Value, before: Step["before"], units: number): Step {
  const [opening, proposal] = parts(affine(before.state, recurrent, input), [3 * units, units]);
  const gates = sigmoid(opening!);
  const candidate = tanh(proposal!);
  const [i, o, f] = parts(gates, [units, units, units]);
  // c' = f c + i g, h' = o tanh(c')
  const cell = add(multiply(f!, before.cell), multiply(i!, candidate));
  const seen = tanh(cell);
  return { gates, candidate, before, seen, state: multiply(o!, seen), cell };
}

/** The gradients by the projected inputs and by the recurrent weights. */
function backward(
  dLast: Value,
  done: readonly Step[],
  projected: Value,
  recurrent: Value,
  layout: Layout,
): readonly [Value, Value] {
  const { pack, rowAxis, rowsAt } = layout;
  const tokens = projected.shape[rowAxis]!;
  const joined = (pick: (step: Step) => Value) => concat(done.map(pick), rowAxis, tokens);
  const { toCell, toGates, forget } = slopes(joined, layout.units);
  const cut = (x: Value) => steps(x, pack.counts, rowsAt, rowAxis);
  const [toCellAt, toGatesAt, forgetAt] = [cut(toCell), cut(toGates), cut(forget)];
  const turned = transpose(recurrent, turnedAxes(recurrent.shape.length));

  const dGates: Value[] = [];
  let dState = dLast;
  let dCell: Value | undefined;
  for (const index of [...done.keys()].reverse()) {
    const dHere = multiply(dState, toCellAt[index]!);
    const dAll: Value = dCell === undefined ? dHere : add(dHere, dCell);
    const dGate = multiply(concat([dAll, dState, dAll, dAll]), toGatesAt[index]!);
    dGates.unshift(dGate);
    if (index === 0) break;
    // texts that joined at this step have no step before
    const stay = (x: Value) =>
      first(x, pack.counts, { axis: rowAxis, dimension: rowsAt[index - 1]!, index: index - 1 });
    dCell = stay(multiply(dAll, forgetAt[index]!));
    dState = matmul(stay(dGate), turned);
  }
  const dProjected = concat(dGates, rowAxis, tokens);
  return [
    dProjected,
    matmul(
      joined((step) => step.before.state),
      dProjected,
      { transposeA: true },
    ),
  ];
}

/** What a change of a state or cell does to the cell and to each gate, for all steps at once. */
function slopes(joined: (pick: (step: Step) => Value) => Value, units: number) {
  const gates = joined((step) => step.gates);
  const candidate = joined((step) => step.candidate);
  const seen = joined((step) => step.seen);
  const cellBefore = joined((step) => step.before.cell);
  const [i, o, f] = parts(gates, [units, units, units]);
  // dσ = σ (1 - σ)
  const dOpening = multiply(gates, subtract(1, gates));
  return {
    // through h' = o tanh(c')
    toCell: multiply(o!, subtract(1, square(seen))),
    toGates: concat([
      multiply(concat([candidate, seen, cellBefore]), dOpening),
      multiply(i!, subtract(1, square(candidate))),
    ]),
    forget: f!,
  };
}
