import { type PlotOptions, ruleX, tickX } from "@observablehq/plot";
import { useMemo } from "preact/hooks";
import type { AnswerOf } from "../../api/answers.ts";
import { Chart } from "../../parts/chart.tsx";

type Found = AnswerOf<"/api/search">;

/** Where the scores of what was found lie in the model's range; those of the products that are shown stand out. */
export function ScoreSpread({ found, products }: { readonly found: Found; readonly products: Found["products"] }) {
  const { scoreMin, scoreMax } = found;
  const options = useMemo(
    (): PlotOptions & { readonly height: number } => ({
      height: 44,
      ...{ marginTop: 4, marginBottom: 20, marginLeft: 12, marginRight: 12 },
      x: { domain: [scoreMin, scoreMax], ticks: 5, label: null, tickSize: 3 },
      marks: [
        ruleX([scoreMin, scoreMax], { stroke: "var(--line)" }),
        tickX(found.products, { x: "score", stroke: "var(--line)" }),
        tickX(products, { x: "score", stroke: "var(--accent)", strokeOpacity: 0.7 }),
      ],
    }),
    [found.products, products, scoreMin, scoreMax],
  );
  const label = `The scores of ${products.length} products lie between ${scoreMin} and ${scoreMax}`;
  return <Chart label={label} options={options} />;
}
