import { type FunctionCode, instantiate, type WasmMemory, wasm, writeModule } from "../wasm/wasm-module.ts";
import type { AdamState, AdamStep } from "./adam.ts";

interface Kernel {
  readonly memory: WasmMemory;
  /** Steps the numbers up to so many bytes from where each list begins. */
  step(bytes: number, share: number, rate: number, epsilon: number, beta1: number, beta2: number): void;
}

/** Numbers that are worked on at once; few enough that all of them stay in the fastest cache. */
const atOnce = 1_024;

/** Where lists of so many numbers begin. */
const places = { values: 0, first: 4 * atOnce, second: 8 * atOnce, gradient: 12 * atOnce } as const;

let opened: ReturnType<typeof openKernel> | undefined;

/**
 * One step of Adam on all numbers of a state, which it changes where they lie. They are copied into WebAssembly and back: two at a time in
 * double precision, to the bit what `stepRows` gives, in less than half of its time.
 */
export function stepAdam(state: AdamState, gradient: Float32Array, step: AdamStep): void {
  opened ??= openKernel();
  const { kernel, lists } = opened;
  const { share, rate, epsilon, beta1, beta2 } = step;
  for (let from = 0; from < gradient.length; from += atOnce) {
    const count = Math.min(atOnce, gradient.length - from);
    lists.gradient.set(gradient.subarray(from, from + count));
    for (const name of ["values", "first", "second"] as const)
      lists[name].set(state[name].subarray(from, from + count));
    kernel.step(4 * count, share, rate, epsilon, beta1, beta2);
    for (const name of ["values", "first", "second"] as const) state[name].set(lists[name].subarray(0, count), from);
  }
}

function openKernel() {
  const parameters = ["i32", "f64", "f64", "f64", "f64", "f64"] as const;
  const functions = [{ name: "step", parameters, code: writeStep() }];
  const kernel = instantiate(writeModule({ functions, memory: { bytes: 16 * atOnce } })) as Kernel;
  const list = (place: number) => new Float32Array(kernel.memory.buffer, place, atOnce);
  const { values, first, second, gradient } = places;
  const lists = { values: list(values), first: list(first), second: list(second), gradient: list(gradient) };
  return { kernel, lists };
}

const { get, set, tee, i32, f64x2 } = wasm;

/** A pair of numbers that lies behind the last one is stepped, too, and not looked at. */
function writeStep(): FunctionCode {
  const [end, share, rate, epsilon, beta1, beta2, at] = [0, 1, 2, 3, 4, 5, 6];
  const [shares, rates, epsilons, beta1s, beta2s, own, first, second] = [7, 8, 9, 10, 11, 12, 13, 14];
  const splat = (from: number, to: number) => [...get(from), ...f64x2.splat, ...set(to)];
  const faded = (place: number, beta: number) => [
    ...[...get(at), ...f64x2.loadFloats(place), ...get(beta), ...f64x2.multiply],
  ];
  const instructions = [
    ...[...splat(share, shares), ...splat(rate, rates), ...splat(epsilon, epsilons)],
    ...[...splat(beta1, beta1s), ...splat(beta2, beta2s)],
    ...wasm.loop,
    // own = share × gradient
    ...[...get(at), ...f64x2.loadFloats(places.gradient), ...get(shares), ...f64x2.multiply, ...set(own)],
    // first = β1 first + own
    ...[...get(at), ...faded(places.first, beta1s), ...get(own), ...f64x2.add, ...tee(first)],
    ...f64x2.storeFloats(places.first),
    // second = β2 second + own²
    ...[...get(at), ...faded(places.second, beta2s), ...get(own), ...get(own), ...f64x2.multiply, ...f64x2.add],
    ...[...tee(second), ...f64x2.storeFloats(places.second)],
    // values −= rate × first / (√second + ε)
    ...[...get(at), ...get(at), ...f64x2.loadFloats(places.values), ...get(rates), ...get(first), ...f64x2.multiply],
    ...[...get(second), ...f64x2.squareRoot, ...get(epsilons), ...f64x2.add, ...f64x2.divide, ...f64x2.subtract],
    ...f64x2.storeFloats(places.values),
    ...[...get(at), ...i32.const(8), ...i32.add, ...tee(at), ...get(end), ...i32.less, ...wasm.branchIf(0)],
    ...wasm.end,
  ];
  return { locals: ["i32", ...new Array<"v128">(8).fill("v128")], instructions };
}
