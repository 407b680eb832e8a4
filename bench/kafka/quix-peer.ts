import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { startProgram } from "../support/child.ts";
import type { Broker } from "./broker.ts";
import { type Measured, measuredBy } from "./measured.ts";

const python = process.env.TWINSTREAM_BENCH_PYTHON ?? "python3";
const needed = "import quixstreams, onnxruntime, fastavro, orjson, numpy";

/** What is to be said where the peer can't be run; undefined where it can. */
export function quixMissing(): string | undefined {
  const { error, status, stderr } = spawnSync(python, ["-c", needed], { encoding: "utf8" });
  if (status === 0) return undefined;
  const why = error?.message ?? stderr.trim().split("\n").at(-1);
  return `without Quix Streams: ${why}; name a Python that has it with TWINSTREAM_BENCH_PYTHON (pip install "quixstreams[avro]" onnxruntime)`;
}

/** What the peer is to score: so many events of a topic, with a model of the kind `siamese-char-shared`. */
export interface QuixOrder {
  readonly from: string;
  readonly to: string;
  readonly data: string;
  readonly model: string;
  readonly events: number;
}

/** Runs `quix_peer.py` to its end. */
export function throughQuix(broker: Broker, { data, model, ...rest }: QuixOrder): Promise<Measured> {
  const schema = resolve("schemas/topics/searches.avsc");
  const order = { ...rest, broker: broker.address, schema, model: join(data, "models", model) };
  const words = [resolve("bench/kafka/quix_peer.py"), JSON.stringify(order)];
  return measuredBy(() => startProgram(python, words).ended, broker);
}
