import type { Role } from "../../pipelines/registry/releases.ts";
import type { Interval, Manifest, QualityFigures } from "../../schemas/manifest.ts";
import { number, textTable } from "./output.ts";

/** Quality on the parts of the training data, a row each; the interval of the error where it was kept. */
export function qualityTable({ intervals, ...parts }: Manifest["metrics"]): string {
  const rows = Object.entries(parts).map(([part, figures]) =>
    qualityRow(partNames[part] ?? part, figures, intervals?.[part as keyof typeof intervals]?.rmse),
  );
  return textTable([["", "pairs", "rmse", "95 % interval", "mae", "pearson", "ndcg@10", "mrr"], ...rows]);
}

const partNames: Readonly<Record<string, string>> = { seen: "test, query seen", unseen: "test, query unseen" };

/** All that is known of a model, for a person. */
export function modelText(manifest: Manifest, role: Role | undefined): string {
  const { reference, data, featureSet, space, seed, config, scoreMin, scoreMax, files } = manifest;
  const facts = [
    ["trained", `${new Date(manifest.trainedAt).toISOString()}, in ${number(manifest.trainingMs / 1000, 2)} s`],
    ["from", `${data.from}: ${number(data.rows)} rows, ${number(data.queries)} queries, split by ${data.split}`],
    ["data hash", data.hash],
    ["seed", String(seed)],
    ["config", JSON.stringify(config)],
    ["scores", `${scoreMin} to ${scoreMax}, ${number(manifest.msPerThousandScores, 1)} ms a thousand`],
    ["features", `${featureSet}, space ${space}`],
    ...Object.entries(files).map(([name, hash]) => [name, `SHA-256 ${hash}`]),
  ];
  return [
    role === undefined ? reference : `${reference}, the ${role.replace("-", " ")}`,
    facts.map(([name, fact]) => `  ${name!.padEnd(16)}  ${fact}`).join("\n"),
    "",
    qualityTable(manifest.metrics),
  ].join("\n");
}

function qualityRow(
  part: string,
  { pairs, rmse, mae, pearson, ndcg10, mrr }: QualityFigures,
  interval: Interval | null | undefined,
): readonly string[] {
  const range = interval ? `${number(interval.low, 4)} to ${number(interval.high, 4)}` : "";
  return [part, number(pairs), number(rmse, 4), range, ...[mae, pearson, ndcg10, mrr].map((value) => number(value, 4))];
}
