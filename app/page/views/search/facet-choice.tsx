import { useState } from "preact/hooks";
import type { AnswerOf } from "../../api/answers.ts";
import { address, go, withQuery } from "../../shell/address.ts";
import type { ChosenFacets } from "./facets.ts";

type Facets = AnswerOf<"/api/search">["facets"];

const names = { category: "Category", brand: "Brand" } as const;
const shownAtFirst = 8;

/** The brands and categories of what was found, to choose from. */
export function FacetChoice({ facets, chosen }: { readonly facets: Facets; readonly chosen: ChosenFacets }) {
  const count = Object.values(chosen).filter((value) => value !== undefined).length;
  return (
    <details class="facets" open={matchMedia("(min-width: 761px)").matches}>
      <summary>Facets{count > 0 && `, ${count} chosen`}</summary>
      {(["category", "brand"] as const).map((facet) => (
        <FacetValues key={facet} facet={facet} values={facets[facet]} chosen={chosen[facet]} />
      ))}
    </details>
  );
}

interface FacetValuesProps {
  readonly facet: keyof typeof names;
  readonly values: Facets["brand"];
  readonly chosen: string | undefined;
}

function FacetValues({ facet, values, chosen }: FacetValuesProps) {
  const [isWhole, setWhole] = useState(false);
  if (values.length === 0) return null;
  const shown = values.filter(({ value }, i) => isWhole || i < shownAtFirst || value === chosen);
  return (
    <fieldset>
      <legend>{names[facet]}</legend>
      {shown.map(({ value, count }) => (
        <button
          key={value}
          type="button"
          class="facet"
          aria-pressed={value === chosen}
          title={value}
          onClick={() => go(withQuery(address.value, { [facet]: value === chosen ? undefined : value }))}
        >
          <span>{value.split(" > ").at(-1)}</span>
          <span class="figure">{count}</span>
        </button>
      ))}
      {values.length > shownAtFirst && (
        <button type="button" class="plain small" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? "Fewer" : `All ${values.length}`}
        </button>
      )}
    </fieldset>
  );
}
