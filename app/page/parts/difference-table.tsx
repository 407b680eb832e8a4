import { type MetricName, metricNames, metrics } from "./metrics.ts";
import { NumberHeads } from "./number-heads.tsx";
import { figureText } from "./number-text.ts";
import { ScrolledTable } from "./scrolled-table.tsx";

/** A figure of two models on the same rows; the difference is second less first. Null where it can't be told. */
export type Difference = {
  readonly first: number;
  readonly second: number;
  readonly difference: number;
  readonly interval: { readonly low: number; readonly high: number };
} | null;

interface DifferenceTableProps {
  readonly label: string;
  /** On how many rows the two were compared. */
  readonly caption: string;
  /** What the columns of the two are called. */
  readonly first: string;
  readonly second: string;
  /** What the verdict calls the second. */
  readonly judged: string;
  readonly figures: { readonly [name in MetricName]: Difference };
}

/** Two models on the very same rows: each figure, its difference with 95 % confidence, and what that says. */
export function DifferenceTable({ label, caption, first, second, judged, figures }: DifferenceTableProps) {
  return (
    <ScrolledTable label={label} caption={caption}>
      <thead>
        <tr>
          <th scope="col">figure</th>
          <NumberHeads names={[first, second, "difference"]} />
          <th scope="col">which says</th>
        </tr>
      </thead>
      <tbody>
        {metricNames.map((name) => (
          <tr key={name}>
            <th scope="row">{metrics[name].title}</th>
            <td class="number">{figureText(figures[name]?.first)}</td>
            <td class="number">{figureText(figures[name]?.second)}</td>
            <td class="number">{differenceText(figures[name])}</td>
            <td>{verdict(figures[name], metrics[name].isBetterUp, judged)}</td>
          </tr>
        ))}
      </tbody>
    </ScrolledTable>
  );
}

function differenceText(told: Difference): string {
  if (told === null) return "–";
  const { low, high } = told.interval;
  return `${signed(told.difference)} (${signed(low)} to ${signed(high)})`;
}

function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(4)}`;
}

function verdict(told: Difference, isBetterUp: boolean, judged: string): string {
  if (told === null) return "can't be told yet";
  const { low, high } = told.interval;
  if (low <= 0 && high >= 0) return "no certain difference";
  return low > 0 === isBetterUp ? `▲ ${judged} is better` : `▼ ${judged} is worse`;
}
