import { useEffect, useRef } from "preact/hooks";
import { metrics as figureNames, metricNames } from "../../parts/metrics.ts";
import { NumberHeads } from "../../parts/number-heads.tsx";
import { bytesText, countText, figureText, timeText } from "../../parts/number-text.ts";
import { ScrolledTable } from "../../parts/scrolled-table.tsx";
import { LearningCurve } from "./learning-curve.tsx";
import { Lineage } from "./lineage.tsx";
import { momentText } from "./moment-text.ts";
import type { Change } from "./release-dialog.tsx";
import { type Model, roleOf, type Standing } from "./standing.ts";

interface DetailProps {
  readonly model: Model;
  readonly standing: Standing;
  readonly ask: (change: Change) => void;
  /** Whether somebody chose it, who is to be led to it then. */
  readonly isAsked: boolean;
}

/** All that is told of one model, and what can be done with it. */
export function ModelDetail({ model, standing, ask, isAsked }: DetailProps) {
  const { reference, learningCurve = [] } = model;
  const role = roleOf(standing, reference);
  const place = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!isAsked) return;
    place.current?.focus({ preventScroll: true });
    place.current?.scrollIntoView({ block: "nearest" });
  }, [reference, isAsked]);
  return (
    <article ref={place} class="panel detail" tabIndex={-1} aria-label={reference}>
      <header>
        <h2>{reference}</h2>
        {role && <span class={`badge ${role}`}>{role}</span>}
        {role !== "champion" && (
          <p class="do">
            {role === undefined && (
              <button type="button" onClick={() => ask({ kind: "challenge", model: reference })}>
                Challenge …
              </button>
            )}
            <button type="button" class="primary" onClick={() => ask({ kind: "promote", model: reference })}>
              Promote …
            </button>
          </p>
        )}
      </header>
      <div class="sides">
        <div>
          <Figures metrics={model.metrics} />
          {learningCurve.length > 1 && <LearningCurve curve={learningCurve} />}
        </div>
        <div>
          <Facts model={model} />
          <Lineage model={model} standing={standing} />
        </div>
      </div>
    </article>
  );
}

const rows = {
  train: "learned from",
  validation: "to choose by",
  test: "test",
  seen: "test, query seen",
  unseen: "test, query unseen",
} as const;

function Figures({ metrics }: Pick<Model, "metrics">) {
  const told = (Object.keys(rows) as (keyof typeof rows)[]).flatMap((name) => {
    const figures = metrics[name];
    return figures === undefined || figures.pairs === 0 ? [] : [{ name, figures }];
  });
  return (
    <ScrolledTable label="Figures by rows" kind="figures">
      <thead>
        <tr>
          <th scope="col">rows</th>
          <NumberHeads names={["pairs", ...metricNames.map((name) => figureNames[name].title)]} />
        </tr>
      </thead>
      <tbody>
        {told.map(({ name, figures }) => (
          <tr key={name} class={name === "test" ? "strong" : undefined}>
            <th scope="row">{rows[name]}</th>
            <td class="number">{countText(figures.pairs)}</td>
            {metricNames.map((metric) => (
              <td key={metric} class="number">
                {figureText(figures[metric])}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </ScrolledTable>
  );
}

function Facts({ model }: { readonly model: Model }) {
  const { kind, trainedAt, trainingMs, data, seed, scoreMin, scoreMax, msPerThousandScores, sizeBytes } = model;
  const facts = [
    ["kind", kind],
    ["trained", `${momentText(trainedAt)}, in ${timeText(trainingMs)}`],
    ["learned from", `${data.from}: ${countText(data.rows)} rows of ${countText(data.queries)} queries, seed ${seed}`],
    ["scores", `from ${scoreMin} to ${scoreMax}; 1,000 take ${timeText(msPerThousandScores)} of processor time`],
    ...(sizeBytes === undefined ? [] : [["size", sizeText(sizeBytes)] as const]),
    ...(model.programVersion === undefined ? [] : [["program", model.programVersion] as const]),
  ] as const;
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt class="quiet">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function sizeText(bytes: number): string {
  return bytes < 2 ** 20 ? `${countText(Math.max(1, bytes / 1024))} kB` : bytesText(bytes);
}
