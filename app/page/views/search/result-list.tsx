import type { AnswerOf } from "../../api/answers.ts";
import { ResultRow } from "./result-row.tsx";
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
      <ol>
        {products.map((product, i) => (
          <ResultRow
            key={product.productId}
            place={i + 1}
            product={product}
            tells="why this score"
            isChosen={product.productId === explained}
          >
            <ScoreBar score={product.score} min={found.scoreMin} max={found.scoreMax} />
          </ResultRow>
        ))}
      </ol>
    </section>
  );
}
