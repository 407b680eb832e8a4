import { Explained } from "../../parts/explained.tsx";
import { metrics } from "../../parts/metrics.ts";
import { countText, figureText } from "../../parts/number-text.ts";
import type { Report } from "./report.ts";

type Beside = NonNullable<Report["beside"]>;
type Difference = Beside["difference"]["rmse"];

const compared = ["rmse", "mae", "ndcg10"] as const;

/** Champion and challenger on the very same searches. */
export function BesideEachOther({ beside }: { readonly beside: Report["beside"] }) {
  return (
    <Explained
      title="Champion against challenger"
      how="Both scored the very same judged searches, so that luck of the draw falls on both alike. A difference whose interval holds 0 says nothing yet; let more labels come."
    >
      {beside === null ? (
        <p class="quiet">
          No model challenges, or nothing was judged that two models scored. Let one score in the champion's shadow:{" "}
          <code>twinstream models challenge MODEL</code>.
        </p>
      ) : (
        <Comparison beside={beside} />
      )}
    </Explained>
  );
}

function Comparison({ beside }: { readonly beside: Beside }) {
  const { champion, challenger, ofChampion, difference } = beside;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
    <section class="scrolled" tabIndex={0} aria-label="Champion against challenger as a table">
      <p class="small quiet">
        On {countText(ofChampion.figures.pairs)} pairs of {countText(ofChampion.figures.searches)} searches
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">figure</th>
            <th scope="col" class="number">
              {champion}, champion
            </th>
            <th scope="col" class="number">
              {challenger}, challenger
            </th>
            <th scope="col" class="number">
              difference
            </th>
            <th scope="col">which says</th>
          </tr>
        </thead>
        <tbody>
          {compared.map((name) => (
            <tr key={name}>
              <th scope="row">{metrics[name].title}</th>
              <td class="number">{figureText(difference[name]?.first)}</td>
              <td class="number">{figureText(difference[name]?.second)}</td>
              <td class="number">{differenceText(difference[name])}</td>
              <td>{verdict(difference[name], metrics[name].isBetterUp, challenger)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
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

function verdict(told: Difference, isBetterUp: boolean, challenger: string): string {
  if (told === null) return "can't be told yet";
  const { low, high } = told.interval;
  if (low <= 0 && high >= 0) return "no certain difference";
  return low > 0 === isBetterUp ? `▲ ${challenger} is better` : `▼ ${challenger} is worse`;
}
