import { DifferenceTable } from "../../parts/difference-table.tsx";
import { Explained } from "../../parts/explained.tsx";
import { countText } from "../../parts/number-text.ts";
import type { Report } from "./report.ts";

/** Champion and challenger on the very same searches. */
export function BesideEachOther({ beside }: { readonly beside: Report["beside"] }) {
  return (
    <Explained
      title="Champion against challenger"
      how="Both scored the very same judged searches, so that luck of the draw falls on both alike. A difference whose interval holds 0 says nothing yet; let more labels come."
    >
      {beside === null ? (
        <p class="quiet">
          No model challenges, or nothing was judged that two models scored. Let one score in the champion's shadow:
          choose it under <a href="/models">Models</a>, or <code>twinstream models challenge MODEL</code>.
        </p>
      ) : (
        <Comparison beside={beside} />
      )}
    </Explained>
  );
}

function Comparison({ beside }: { readonly beside: NonNullable<Report["beside"]> }) {
  const { champion, challenger, ofChampion, difference } = beside;
  const { pairs, searches } = ofChampion.figures;
  return (
    <DifferenceTable
      label="Champion against challenger as a table"
      caption={`On ${countText(pairs)} pairs of ${countText(searches)} searches`}
      first={`${champion}, champion`}
      second={`${challenger}, challenger`}
      judged={challenger}
      figures={difference}
    />
  );
}
