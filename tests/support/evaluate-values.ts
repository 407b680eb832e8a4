import { encodeModel } from "../../models/net/onnx/encode-model.ts";
import { GraphWriter } from "../../models/net/onnx/graph-writer.ts";
import { floats, openSession, type SessionOptions, type Tensor, type Tensors } from "../../models/net/session.ts";
import type { Value } from "../../models/net/value.ts";

/** What values come to for some inputs, by the runtime; the graph must keep nothing (no parameters). */
export async function evaluate(
  values: Readonly<Record<string, Value>>,
  feeds: Tensors,
  options: SessionOptions = { threads: 1 },
): Promise<Tensors> {
  const writer = new GraphWriter(({ attributes }) => {
    throw new Error(`${attributes.name} is kept; feed it as an input`);
  }, options);
  const session = await openSession(encodeModel(writer.outputs(values).graph()), options);
  try {
    return await session.run(Object.fromEntries(session.inputNames.map((name) => [name, feeds[name]!])));
  } finally {
    await session.close();
  }
}

/** One value for some inputs, as a list. */
export async function evaluateOne(value: Value, feeds: Tensors = {}): Promise<number[]> {
  return listOf((await evaluate({ value }, feeds)).value!);
}

/** A tensor's numbers as a list. */
export function listOf({ data }: Tensor): number[] {
  return Array.from(data as Float32Array, Number);
}

/** The slope of a function at each number of `at`, by central differences. */
export async function slopes(
  at: Tensor,
  of: (moved: Tensor) => Promise<number>,
  distance = 2 ** -7,
): Promise<number[]> {
  const start = listOf(at);
  const moved = (index: number, by: number) =>
    of(
      floats(
        start.map((value, other) => (other === index ? value + by : value)),
        [...at.dims],
      ),
    );
  const found: number[] = [];
  for (const index of start.keys()) {
    found.push(((await moved(index, distance)) - (await moved(index, -distance))) / (2 * distance));
  }
  return found;
}
