import type { AnswerOf } from "../../api/answers.ts";
import { ScoreBar } from "./score-bar.tsx";
import { ScoreSpread } from "./score-spread.tsx";

type Found = AnswerOf<"/api/search">;

/** The products of a search, best first, each with its score. */
export function ResultList({ found, products }: { readonly found: Found; readonly products: Found["products"] }) {
  return (
    <section class="results" aria-label="What was found">
      <p class="quiet small" role="status">
        {products.length === found.found ? `${found.found} found` : `${products.length} of ${found.found} found`} in{" "}
        {found.searched.toLocaleString("en")} products, scored by {found.model}
      </p>
      <ScoreSpread found={found} products={products} />
      <ol>
        {products.map((product, i) => (
          <li key={product.productId} class="result">
            <span class="place figure">{i + 1}</span>
            <div class="what">
              <h2>{product.title}</h2>
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
