import type { MapAnswer } from "./mapped-products.ts";

type Measured = MapAnswer["separations"][number];

const plural = { category: "categories", department: "departments" } as const;

/** How well the vectors tell categories apart, each figure with what chance reaches. */
export function Separation({ separations }: { readonly separations: readonly Measured[] }) {
  if (separations.length === 0) return null;
  return (
    <section class="separation" aria-labelledby="separation-title">
      <h2 id="separation-title">How well categories are told apart</h2>
      <p class="quiet small">
        Measured on the vectors, not on the picture. The mark is what categories of the same sizes reach by chance.
      </p>
      <div class="measures">
        {separations.map((measured) => (
          <figure key={measured.by}>
            <figcaption>
              {measured.groups.toLocaleString("en")} {plural[measured.by]}
            </figcaption>
            <Measure
              name={`Nearest product is of the same ${measured.by}`}
              value={measured.agreement}
              chance={measured.agreementByChance}
              told={(value) => `${(100 * value).toFixed(1)} %`}
              from={0}
            />
            <Measure
              name="Silhouette: own group against the next one"
              value={measured.silhouette}
              chance={measured.silhouetteByChance}
              told={(value) => value.toFixed(2).replace("-", "−")}
              from={-1}
            />
          </figure>
        ))}
      </div>
    </section>
  );
}

interface MeasureProps {
  readonly name: string;
  readonly value: number;
  readonly chance: number;
  readonly told: (value: number) => string;
  /** The lowest that it can be; the highest is 1. */
  readonly from: -1 | 0;
}

function Measure({ name, value, chance, told, from }: MeasureProps) {
  const along = (place: number) => (100 * (place - from)) / (1 - from);
  const [low, high] = [Math.min(0, value), Math.max(0, value)];
  return (
    <div class="measure">
      <span class="small">{name}</span>
      <span class="figure">
        {told(value)} <span class="quiet small">by chance {told(chance)}</span>
      </span>
      <span class="track" aria-hidden="true">
        <span class="bar" style={{ insetInlineStart: `${along(low)}%`, inlineSize: `${along(high) - along(low)}%` }} />
        <span class="chance" style={{ insetInlineStart: `${along(chance)}%` }} />
      </span>
    </div>
  );
}
