import type { AnswerOf } from "../../api/answers.ts";
import { address, go, withQuery } from "../../shell/address.ts";
import { ScoreBar } from "./score-bar.tsx";
import { ScoreSpread } from "./score-spread.tsx";

type Found = AnswerOf<"/api/search">;

interface ResultListProps {
  readonly found: Found;
  /** Those of what was found that are shown. */
  readonly products: Found["products"];
  /** The product whose score is being explained. */
  readonly explained: string | undefined;
}

/** The products of a search, best first, each with its score. */
export function ResultList({ found, products, explained }: ResultListProps) {
  return (
    <section class="results" aria-label="What was found">
      <p class="quiet small" role="status">
        {products.length === found.found ? `${found.found} found` : `${products.length} of ${found.found} found`} in{" "}
        {found.searched.toLocaleString("en")} products, scored by {found.model}
      </p>
      <ScoreSpread found={found} products={products} />
      <ol onKeyDown={stepThrough}>
        {products.map((product, i) => (
          <li key={product.productId} class={product.productId === explained ? "result chosen" : "result"}>
            <span class="place figure">{i + 1}</span>
            <div class="what">
              <h2>
                <button
                  type="button"
                  class="title"
                  aria-expanded={product.productId === explained}
                  aria-label={`${product.title}: why this score`}
                  onClick={() => go(withQuery(address.value, { why: product.productId, beside: undefined }))}
                >
                  {product.title}
                </button>
              </h2>
              <p class="quiet small">
                {[product.brand, product.category, product.price?.toLocaleString("en", { minimumFractionDigits: 2 })]
                  .filter((part) => part !== null && part !== undefined)
                  .join(" · ")}
              </p>
            </div>
            <ScoreBar score={product.score} min={found.scoreMin} max={found.scoreMax} />
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The arrow keys lead from one title to the next. */
function stepThrough(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const titles = [...document.querySelectorAll<HTMLElement>(".result .title")];
  const next = titles[titles.indexOf(event.target as HTMLElement) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
