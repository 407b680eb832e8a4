import { TwinstreamError } from "../../schemas/errors.ts";
import { instantiate, type WasmMemory, writeModule } from "../wasm/wasm-module.ts";
import { writeStep } from "./skip-gram-step.ts";

/** The weights of a skip-gram net and its training step. */
export interface SkipGramKernel {
  /** How many numbers lie from one word's vector to the next; those past the dimensions stay 0. */
  readonly stride: number;
  /** The vectors of words that are asked from: words × stride. */
  readonly input: Float32Array;
  /** The vectors of words that are asked for. */
  readonly output: Float32Array;
  /** Takes the words of a step: first the one that is there, then those that are not. */
  readonly targets: Int32Array;
  /**
   * One step of stochastic gradient descent on -ln σ(v·u₀) - Σ ln σ(-v·uₖ), with v the input vector of `word` and u the output vectors of the first
   * `count` targets; one that is listed twice is learned from twice, one after the other. Returns that loss as it was before the step.
   */
  learn(word: number, count: number, rate: number): number;
}

/** σ is read from a table of this many entries from -limit to limit, off by at most 0.0005. */
const table = { size: 4096, limit: 8 } as const;

const mostBytes = 2 ** 31;

/**
 * A kernel with all weights 0, for steps of up to `mostTargets` targets. It is a WebAssembly module written for these sizes, as JavaScript has no vector
 * instructions. Throws TRAINING_IMPOSSIBLE for more than 2 GiB.
 */
export function createSkipGramKernel(words: number, dimensions: number, mostTargets: number): SkipGramKernel {
  const stride = Math.ceil(dimensions / 4) * 4;
  const bytes = layout(words, stride, mostTargets);
  if (bytes.end > mostBytes) throw tooLarge(words, dimensions);
  const code = writeStep({ ...bytes, stride, ...table });
  const module = writeModule({
    functions: [{ name: "learn", parameters: ["i32", "i32", "f32"], result: "f32", code }],
    memory: { bytes: bytes.end },
  });
  const { memory, learn } = instantiate(module) as { memory: WasmMemory; learn: SkipGramKernel["learn"] };
  const floats = (start: number, length: number) => new Float32Array(memory.buffer, start, length);
  fillTables(floats(bytes.sigmoid, table.size), floats(bytes.loss, table.size));
  return {
    stride,
    input: floats(bytes.input, words * stride),
    output: floats(bytes.output, words * stride),
    targets: new Int32Array(memory.buffer, bytes.targets, mostTargets),
    learn,
  };
}

function tooLarge(words: number, dimensions: number): TwinstreamError {
  const what = `${words} words of ${dimensions} numbers need more than 2 GiB`;
  return new TwinstreamError("TRAINING_IMPOSSIBLE", `${what}; give fewer dimensions, or a larger minCount`);
}

/** Where everything lies in memory, in bytes. */
function layout(words: number, stride: number, mostTargets: number) {
  const sigmoid = 0;
  const loss = sigmoid + table.size * 4;
  const work = loss + table.size * 4;
  const targets = work + stride * 4;
  const input = Math.ceil((targets + mostTargets * 4) / 64) * 64;
  const output = input + words * stride * 4;
  return { sigmoid, loss, work, targets, input, output, end: output + words * stride * 4 };
}

/** Fills in σ(x) and -ln σ(x), at the middle of each entry's stretch. */
function fillTables(sigmoid: Float32Array, loss: Float32Array): void {
  for (let entry = 0; entry < table.size; entry++) {
    const x = (2 * table.limit * (entry + 0.5)) / table.size - table.limit;
    sigmoid[entry] = 1 / (1 + Math.exp(-x));
    loss[entry] = Math.log1p(Math.exp(-x));
  }
}
