import { type Role, type Roles, roleOf } from "../../pipelines/registry/releases.ts";
import type { Interval, Manifest, QualityFigures } from "../../schemas/manifest.ts";
import { curveText } from "./curve-text.ts";
import { number, textTable } from "./output.ts";

/** Quality on the parts of the training data, a row each; the interval of the error where it was kept. */
export function qualityTable({ intervals, ...parts }: Manifest["metrics"]): string {
  const rows = Object.entries(parts).map(([part, figures]) =>
    qualityRow(partNames[part] ?? part, figures, intervals?.[part as keyof typeof intervals]?.rmse),
  );
  return textTable([["", "pairs", "rmse", "95 % interval", "mae", "pearson", "ndcg@10", "mrr"], ...rows]);
}

const partNames: Readonly<Record<string, string>> = { seen: "test, query seen", unseen: "test, query unseen" };

/** Models, a row each. */
export function modelTable(manifests: readonly Manifest[], roles: Roles): string {
  const head = ["model", "split", "rows", "rmse train", "rmse val", "rmse test", "mae test", "ndcg@10", "trained", ""];
  return textTable([head, ...manifests.map((manifest) => modelRow(manifest, roleOf(manifest.reference, roles)))]);
}

function modelRow(manifest: Manifest, role: Role | undefined): readonly string[] {
  const { train, validation, test } = manifest.metrics;
  const figures = [train.rmse, validation.rmse, test.rmse, test.mae, test.ndcg10].map((value) => number(value, 4));
  const trained = timeText(manifest.trainedAt).slice(0, 16).replace("T", " ");
  return [manifest.reference, manifest.data.split, number(manifest.data.rows), ...figures, trained, role ?? ""];
}

/** All that is known of a model, for a person. */
export function modelText(manifest: Manifest, role: Role | undefined): string {
  const { reference, learningCurve = [] } = manifest;
  const facts = Object.entries(factsOf(manifest)).filter(([, fact]) => fact !== undefined);
  const width = Math.max(16, ...facts.map(([name]) => name.length));
  return [
    role === undefined ? reference : `${reference}, the ${role.replace("-", " ")}`,
    facts.map(([name, fact]) => `  ${name.padEnd(width)}  ${fact}`).join("\n"),
    "",
    qualityTable(manifest.metrics),
    ...(learningCurve.length > 0 ? ["", curveText(learningCurve)] : []),
  ].join("\n");
}

function factsOf(manifest: Manifest): Readonly<Record<string, string | undefined>> {
  const { data, config, programVersion, parent, embedder, builtFrom, sizeBytes } = manifest;
  const program = programVersion === undefined ? "" : `, by version ${programVersion}`;
  return {
    trained: `${timeText(manifest.trainedAt)}${program}, in ${number(manifest.trainingMs / 1000, 2)} s`,
    from: `${data.from}: ${number(data.rows)} rows, ${number(data.queries)} queries, split by ${data.split}`,
    since: data.since === undefined ? undefined : timeText(data.since),
    events: data.times && `${timeText(data.times.from)} to ${timeText(data.times.to)}`,
    "data hash": data.hash,
    seed: String(manifest.seed),
    config: JSON.stringify(config),
    scores: `${manifest.scoreMin} to ${manifest.scoreMax}, ${number(manifest.msPerThousandScores, 1)} ms a thousand`,
    size: sizeBytes === undefined ? undefined : `${number(sizeBytes)} bytes`,
    features: `${manifest.featureSet}, space ${manifest.space}`,
    vocabulary: manifest.vocabulary,
    embedder: embedder && `of ${embedder}`,
    parent: parent && `${parent}, the champion when it was trained`,
    "built from": builtFrom?.join(", "),
    ...Object.fromEntries(Object.entries(manifest.files).map(([name, hash]) => [name, `SHA-256 ${hash}`])),
  };
}

function timeText(time: number): string {
  return new Date(time).toISOString();
}

function qualityRow(
  part: string,
  { pairs, rmse, mae, pearson, ndcg10, mrr }: QualityFigures,
  interval: Interval | null | undefined,
): readonly string[] {
  const range = interval ? `${number(interval.low, 4)} to ${number(interval.high, 4)}` : "";
  return [part, number(pairs), number(rmse, 4), range, ...[mae, pearson, ndcg10, mrr].map((value) => number(value, 4))];
}
