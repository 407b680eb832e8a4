import { readFileSync } from "node:fs";
import { parser } from "@prometheus-io/lezer-promql";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { metricFamilies } from "../../app/server/metric-families.ts";
import { stepNames } from "../../pipelines/topology.ts";

interface Board {
  readonly panels: readonly {
    readonly title: string;
    readonly description: string;
    readonly targets: readonly { readonly expr: string; readonly legendFormat: string }[];
  }[];
}

interface Alerts {
  readonly groups: readonly { readonly rules: readonly { readonly alert: string; readonly expr: string }[] }[];
}

const board = JSON.parse(readFileSync("deploy/grafana/dashboards/twinstream.json", "utf8")) as Board;
const alerts = parse(readFileSync("deploy/prometheus/alerts.yml", "utf8")) as Alerts;
const questions = [
  ...board.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
  ...alerts.groups.flatMap(({ rules }) => rules.map(({ expr }) => expr)),
];

/** The name of each metric and label that a question in PromQL names. Throws where it is none. */
function namesIn(question: string): { readonly metrics: readonly string[]; readonly labels: readonly string[] } {
  const metrics: string[] = [];
  const labels: string[] = [];
  parser.parse(question).iterate({
    enter({ type, from, to }) {
      const text = question.slice(from, to);
      if (type.isError) throw new Error(`not PromQL: ${question} at ${from}`);
      if (type.name === "Identifier") metrics.push(text);
      if (type.name === "LabelName") labels.push(text);
    },
  });
  return { metrics, labels };
}

/** What Prometheus itself, and the client library for every Node.js program, add. */
const foreign = ["up", "process_resident_memory_bytes", "process_cpu_seconds_total"];

test("board and alerts: ask for nothing but metrics and labels that there are", () => {
  const known = new Map(
    metricFamilies.flatMap(({ name, type, labels }) => {
      const names = type === "histogram" ? ["_bucket", "_sum", "_count"].map((ending) => name + ending) : [name];
      return names.map((each) => [each, type === "histogram" ? [...labels, "le"] : labels]);
    }),
  );
  expect(questions.length).toBeGreaterThan(20);
  for (const question of questions) {
    const { metrics, labels } = namesIn(question);
    expect(metrics.length).toBeGreaterThan(0);
    for (const metric of metrics) expect([...known.keys(), ...foreign]).toContain(metric);
    const possible = metrics.flatMap((metric) => known.get(metric) ?? ["job", "instance"]);
    for (const label of labels) expect(possible).toContain(label);
  }
});

test("board and alerts: a question that is not PromQL is noticed", () => {
  expect(() => namesIn("sum(rate(x[1m])")).toThrow("not PromQL");
});

test("board: every panel says what it shows", () => {
  for (const { title, description } of board.panels) expect(description.length, title).toBeGreaterThan(15);
});

test("prometheus: asks every stage", () => {
  const config = readFileSync("deploy/prometheus/prometheus.yml", "utf8");
  for (const name of stepNames) expect(config).toMatch(new RegExp(`names: \\[.*\\b${name}\\b`));
});
