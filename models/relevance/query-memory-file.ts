import { modelDamage } from "../baselines/model-file.ts";
import { decodeSafetensors, encodeSafetensors, type Safetensors } from "../net/safetensors.ts";
import type { QueryMemory } from "./query-memory.ts";
import type { TermSpace } from "./term-space.ts";

/** The file that a memory is kept in. */
export const queryMemoryFile = "query-memory.safetensors";

/** A memory as a safetensors file: the terms as text, the traces as arrays. */
export function saveQueryMemory({ bounds, queryTerms, titleTerms, traces }: QueryMemory): Uint8Array {
  const integers = (name: string, data: Int32Array) => ({ name, shape: [data.length], data });
  const floats = (name: string, data: Float32Array) => ({ name, shape: [data.length], data });
  const lengths = Int32Array.from(traces, ({ byTitle }) => byTitle.places.length);
  const places = Int32Array.from(traces.flatMap(({ byTitle }) => [...byTitle.places]));
  const values = Float32Array.from(traces.flatMap(({ byTitle }) => [...byTitle.values]));
  return encodeSafetensors(
    [
      floats("query_weights", queryTerms.weights),
      floats("title_weights", titleTerms.weights),
      floats(
        "shared",
        Float32Array.from(traces, ({ shared }) => shared),
      ),
      integers("lengths", lengths),
      integers("places", places),
      floats("values", values),
    ],
    {
      bounds: JSON.stringify({ neighbours: bounds.neighbours, leastCosine: bounds.leastCosine }),
      unseen: JSON.stringify([queryTerms.unseen, titleTerms.unseen]),
      query_terms: JSON.stringify([...queryTerms.places.keys()]),
      title_terms: JSON.stringify([...titleTerms.places.keys()]),
      queries: JSON.stringify(traces.map(({ stems }) => stems)),
    },
  );
}

/** Reads what `saveQueryMemory` wrote. Throws DATA_DAMAGED for anything else. */
export function loadQueryMemory(bytes: Uint8Array): QueryMemory {
  const saved = decodeSafetensors(bytes);
  try {
    return readMemory(saved);
  } catch (error) {
    throw modelDamage("relevance", queryMemoryFile, (error as Error).message, error);
  }
}

function readMemory(saved: Safetensors): QueryMemory {
  const [queryUnseen, titleUnseen] = listOf(saved, "unseen", isWeight);
  const queryTerms = readTerms(saved, "query", queryUnseen);
  const titleTerms = readTerms(saved, "title", titleUnseen);
  const queries = listOf(saved, "queries", (entry) => Array.isArray(entry) && entry.every(isText)) as string[][];
  const [shared, values] = [floatsOf(saved, "shared"), floatsOf(saved, "values")];
  const [lengths, places] = [integersOf(saved, "lengths"), integersOf(saved, "places")];
  const total = lengths.reduce((sum, length) => sum + length, 0);
  const isWhole = [shared.length, lengths.length].every((length) => length === queries.length);
  if (!isWhole || total !== values.length || total !== places.length || lengths.some((length) => length < 0))
    throw new Error("its traces are not whole");
  if (places.some((place) => place < 0 || place >= titleTerms.places.size)) throw new Error("a trace names no term");
  let start = 0;
  const traces = queries.map((stems, query) => {
    const end = start + lengths[query]!;
    const byTitle = { places: places.subarray(start, end), values: values.subarray(start, end) };
    start = end;
    return { stems, shared: shared[query]!, byTitle };
  });
  return { bounds: boundsOf(saved), queryTerms, titleTerms, traces };
}

function readTerms(saved: Safetensors, of: "query" | "title", unseen: unknown): TermSpace {
  const terms = listOf(saved, `${of}_terms`, isText) as string[];
  const weights = floatsOf(saved, `${of}_weights`);
  const places = new Map(terms.map((term, place) => [term, place]));
  if (!isWeight(unseen) || places.size !== weights.length) throw new Error(`its ${of} terms are not whole`);
  return { places, weights, unseen };
}

function boundsOf(saved: Safetensors): QueryMemory["bounds"] {
  const { neighbours, leastCosine } = parse(saved, "bounds") as Record<string, unknown>;
  if (!isWeight(neighbours) || !isWeight(leastCosine)) throw new Error("its bounds are no numbers");
  return { neighbours, leastCosine };
}

function isText(entry: unknown): entry is string {
  return typeof entry === "string";
}

function isWeight(entry: unknown): entry is number {
  return typeof entry === "number" && Number.isFinite(entry) && entry > 0;
}

function listOf(saved: Safetensors, name: string, isEntry: (entry: unknown) => boolean): readonly unknown[] {
  const list = parse(saved, name);
  if (!Array.isArray(list) || !list.every(isEntry)) throw new Error(`"${name}" is no list of the right entries`);
  return list;
}

function parse({ metadata }: Safetensors, name: string): unknown {
  const value: unknown = JSON.parse(metadata[name] ?? "null");
  if (typeof value !== "object" || value === null) throw new Error(`"${name}" is missing`);
  return value;
}

function floatsOf({ tensors }: Safetensors, name: string): Float32Array {
  const tensor = tensors.get(name);
  if (tensor === undefined || !tensor.data.every(Number.isFinite)) throw new Error(`"${name}" is no list of numbers`);
  return tensor.data;
}

function integersOf({ integers }: Safetensors, name: string): Int32Array {
  const tensor = integers.get(name);
  if (tensor === undefined) throw new Error(`"${name}" is missing`);
  return tensor.data;
}
