import ort from "onnxruntime-node";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { Shape } from "./dimensions.ts";
import { encodeModel, stopName } from "./onnx/encode-model.ts";
import type { ElementType } from "./value.ts";

/** Numbers with a shape, as the runtime takes and gives them. `data` is shared, not copied. */
export type Tensor = ort.Tensor;

/** Tensors by the names of a graph's inputs or outputs. */
export type Tensors = Readonly<Record<string, Tensor>>;

/** A graph ready to run. */
export interface Session {
  readonly inputNames: readonly string[];
  /** The shape of each input by its name, as the graph says; a length that it takes any of has a name. */
  readonly inputShapes: Readonly<Record<string, Shape>>;
  /** Runs the graph. A tensor in `buffers` is filled with the output of its name, and is what comes back. Blocks the event loop while it runs. */
  run(feeds: Tensors, buffers?: Tensors): Promise<Tensors>;
  close(): Promise<void>;
}

/** How a graph is run. */
export interface SessionOptions {
  /** Threads within an operation; small recurrent graphs are fastest with one. */
  readonly threads: number;
  /** Whether the runtime writes outputs into tensors it is given; found out by trying unless said. Without it outputs are copied. */
  readonly fillsBuffers?: boolean;
  /** What the graph must take; anything goes unless said. */
  readonly inputs?: readonly string[];
}

/** Makes a graph ready to run on the CPU. Throws DATA_DAMAGED, with what the runtime says, for bytes that are no graph it can run, and MODEL_MISMATCH for a graph of other inputs. */
export async function openSession(
  onnx: Uint8Array,
  { threads, fillsBuffers, inputs }: SessionOptions = { threads: 1 },
): Promise<Session> {
  const session = await createSession(onnx, threads).catch(refuseFile);
  if (inputs && !isSame(session.inputNames, inputs)) await refuseInputs(session, inputs);
  const outputs = session.outputNames.filter((name) => name !== stopName);
  const canStop = outputs.length < session.outputNames.length;
  return {
    inputNames: session.inputNames,
    inputShapes: shapesOf(session.inputMetadata),
    async run(feeds, buffers) {
      // without room to fill it doesn't matter how the runtime does that, so a process that only serves never tries it
      if (buffers === undefined) return session.run(feeds, outputs);
      const runtime = await runtimeBehaviour();
      const isFilling = fillsBuffers ?? runtime.fillsBuffers;
      const room = isFilling ? buffers : {};
      const fetches = Object.fromEntries(outputs.map((name) => [name, room[name] ?? null]));
      if (canStop && runtime.stopMessage !== undefined && outputs.every((name) => room[name] !== undefined)) {
        await runUncopied(session, feeds, fetches, runtime.stopMessage);
        return buffers;
      }
      const given = await session.run(feeds, fetches);
      if (!isFilling) copyInto(buffers, given);
      return { ...given, ...buffers };
    },
    close: () => session.release(),
  };
}

function createSession(onnx: Uint8Array, threads: number): Promise<ort.InferenceSession> {
  return ort.InferenceSession.create(onnx, {
    executionProviders: ["cpu"],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    executionMode: "sequential",
    graphOptimizationLevel: "all",
    logSeverityLevel: 3,
    // shapes change with each batch, so a remembered memory plan is of no use
    enableMemPattern: false,
    // Most operations follow one another within this time: threads that spin for so long before they sleep make a step on two threads 6 % faster alone and as
    // fast beside others; those that spin on take the machine from whatever else runs, such as the stream.
    extra: { session: { intra_op: { allow_spinning: "1", spin_duration_us: "50" } } },
  });
}

function refuseFile(cause: Error): never {
  throw new TwinstreamError(
    "DATA_DAMAGED",
    `a net's file can't be run: ${cause.message}; take a copy of the file, or train again`,
    cause,
  );
}

function shapesOf(inputs: readonly ort.InferenceSession.ValueMetadata[]): Session["inputShapes"] {
  return Object.fromEntries(inputs.flatMap((input) => (input.isTensor ? [[input.name, input.shape]] : [])));
}

function isSame(names: readonly string[], others: readonly string[]): boolean {
  return names.length === others.length && names.every((name) => others.includes(name));
}

async function refuseInputs(session: ort.InferenceSession, inputs: readonly string[]): Promise<never> {
  const found = session.inputNames.join(", ");
  await session.release();
  throw new TwinstreamError(
    "MODEL_MISMATCH",
    `a net's file takes ${found}, not ${inputs.join(", ")}: it is another model's; take the right file, or train again`,
  );
}

function copyInto(buffers: Tensors, given: Tensors): void {
  for (const [name, buffer] of Object.entries(buffers)) numbersOf(buffer).set(numbersOf(given[name]!));
}

/** What this version of the runtime does without promising it, so it is tried once. */
interface RuntimeBehaviour {
  /** Whether it writes outputs into tensors it is given. */
  readonly fillsBuffers: boolean;
  /** What it says when it meets an output that is a list, after the graph has run; `undefined` when it takes lists. */
  readonly stopMessage: string | undefined;
}

let found: Promise<RuntimeBehaviour> | undefined;

function runtimeBehaviour(): Promise<RuntimeBehaviour> {
  found ??= tryRuntime();
  return found;
}

async function tryRuntime(): Promise<RuntimeBehaviour> {
  const port = { type: "float32", shape: [1] } as const;
  const onnx = encodeModel({
    nodes: [{ operator: "Neg", inputs: ["x"], outputs: ["y"], attributes: {} }],
    initializers: [],
    inputs: [{ name: "x", ...port }],
    outputs: [{ name: "y", ...port }],
    hasStop: true,
  });
  const session = await createSession(onnx, 1);
  const room = floats([0], [1]);
  await session.run({ x: floats([-1], [1]) }, { y: room });
  const fillsBuffers = numbersOf(room)[0] === 1;
  const stop = await session.run({ x: floats([-2], [1]) }, { [stopName]: null, y: room }).then(
    () => undefined,
    (error: Error) => error.message,
  );
  await session.release();
  return { fillsBuffers, stopMessage: numbersOf(room)[0] === 2 ? stop : undefined };
}

/**
 * Runs a graph whose outputs all have room. The binding copies each output into a new array even then, which takes a third of the step
 * of a net with millions of parameters. It begins with the first output, and refuses a list: by then all the room is filled.
 */
async function runUncopied(
  session: ort.InferenceSession,
  feeds: Tensors,
  fetches: Readonly<Record<string, Tensor | null>>,
  stopMessage: string,
): Promise<void> {
  try {
    await session.run(feeds, { [stopName]: null, ...fetches });
  } catch (error) {
    if ((error as Error).message !== stopMessage) throw error;
  }
}

const arrays = { float32: Float32Array, int32: Int32Array, int64: BigInt64Array, bool: Uint8Array } as const;

/** A tensor over an array, which it shares. Throws when the array is of another type or length. */
export function tensor(type: ElementType, data: Tensor["data"], shape: readonly number[]): Tensor {
  if (!(data instanceof arrays[type])) throw new Error(`a ${type} tensor needs a ${arrays[type].name}`);
  return new ort.Tensor(type, data as Float32Array, shape);
}

/** A float32 tensor; a list is copied, an array shared. */
export function floats(values: Float32Array | readonly number[], shape: readonly number[]): Tensor {
  return tensor("float32", values instanceof Float32Array ? values : Float32Array.from(values), shape);
}

/** An int32 tensor, such as row numbers; a list is copied, an array shared. */
export function ints(values: Int32Array | readonly number[], shape: readonly number[] = [values.length]): Tensor {
  return tensor("int32", values instanceof Int32Array ? values : Int32Array.from(values), shape);
}

/** The numbers of a float32 tensor. */
export function numbersOf({ type, data }: Tensor): Float32Array {
  if (type !== "float32") throw new Error(`expected float32, not ${type}`);
  return data as Float32Array;
}
