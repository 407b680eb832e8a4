import type { AnswerOf } from "../../api/answers.ts";
import { api } from "../../api/client.ts";
import { shown, useAnswer } from "../../api/use-answer.ts";
import { Failed } from "../../parts/failed.tsx";
import { Loading } from "../../parts/loading.tsx";

const most = 5;

interface SimilarProps {
  readonly productId: string;
  /** Whose likeness: that of titles, or that of the vectors of a two-tower model. */
  readonly by: AnswerOf<"/api/similar">["by"];
}

/** The products of the catalog that are most like one of it. */
export function Similar({ productId, by }: SimilarProps) {
  const answer = useAnswer(JSON.stringify([by, productId]), (signal) =>
    api.GET("/api/similar", { params: { query: { product: productId, by, limit: most } }, signal }),
  );
  const similar = shown(answer);
  return (
    <section aria-label="Similar products" aria-busy={answer.state === "loading"}>
      <h3>{by === "titles" ? "Most like it by title" : "Most like it by who chooses them"}</h3>
      {answer.state === "loading" && similar === undefined && <Loading what="similar products" />}
      {answer.state === "failed" && <Failed problem={answer.problem} retry={answer.retry} />}
      {similar?.products.length === 0 && <p class="quiet small">Nothing else of the catalog is like it.</p>}
      {similar && similar.products.length > 0 && (
        <ol class="similar">
          {similar.products.map((product) => (
            <li key={product.productId}>
              <span>{product.title}</span>
              <span class="figure quiet">{product.likeness.toFixed(2)}</span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
