import type { AnswerOf } from "../../api/answers.ts";
import { api } from "../../api/client.ts";
import { shown, useAnswer } from "../../api/use-answer.ts";
import { Empty } from "../../parts/empty.tsx";
import { Failed } from "../../parts/failed.tsx";
import { Loading } from "../../parts/loading.tsx";
import { address } from "../../shell/address.ts";
import { AddsBars } from "./adds-bars.tsx";
import { ResultRow } from "./result-row.tsx";
import { Similar } from "./similar.tsx";
import { WhyPanel } from "./why-panel.tsx";

type Recommendations = AnswerOf<"/api/recommend">;
type Product = Recommendations["products"][number];

const most = 10;

/** What is recommended to a visitor, by what they chose last. */
export function Recommended({ user }: { readonly user: string }) {
  const answer = useAnswer(user, (signal) =>
    api.GET("/api/recommend", { params: { query: { user, top_k: most } }, signal }),
  );
  const told = shown(answer);
  return (
    <div aria-busy={answer.state === "loading"}>
      {answer.state === "loading" && told === undefined && <Loading what="recommendations" />}
      {answer.state === "failed" && <Failed problem={answer.problem} retry={answer.retry} />}
      {told !== undefined && <Told told={told} />}
    </div>
  );
}

function Told({ told }: { readonly told: Recommendations }) {
  const { products, history } = told;
  if (products.length === 0)
    return (
      <Empty title="Nothing to recommend">
        <p>Nobody knows this visitor, and nobody has chosen anything of the catalog yet that could be told instead.</p>
      </Empty>
    );
  const explained = products.find(({ productId, why }) => why !== null && productId === address.value.query.get("why"));
  return (
    <div class={explained?.why ? "columns recommended with-why" : "columns recommended"}>
      <section class="results" aria-label="What is recommended">
        <p class="quiet small" role="status">
          {products.length} {groundsText(told)}
        </p>
        {history.length > 0 && (
          <section class="reading" aria-label="What the visitor chose last">
            <ul>
              {history.slice(0, 5).map(({ productId, title }) => (
                <li key={productId}>{title}</li>
              ))}
            </ul>
          </section>
        )}
        <ol>
          {products.map((product, i) => (
            <ResultRow
              key={product.productId}
              place={i + 1}
              product={product}
              tells={product.why === null ? undefined : "why it is recommended"}
              isChosen={product === explained}
            >
              <span class="score figure">{product.score.toFixed(2)}</span>
            </ResultRow>
          ))}
        </ol>
      </section>
      {explained?.why && <Reasons key={explained.productId} product={explained} why={explained.why} />}
    </div>
  );
}

/** By what, and on what grounds. */
function groundsText({ by, model }: Recommendations): string {
  const how = model === null ? "recommended without a two-tower model" : `recommended by ${model}`;
  return by === "history"
    ? `${how}, after what the visitor chose last:`
    : `${how}, as what this visitor chose is not known`;
}

function Reasons({ product, why }: { readonly product: Product; readonly why: NonNullable<Product["why"]> }) {
  const { towers, popularity, again, attributes, nearest } = why;
  return (
    <WhyPanel label="Why it is recommended" title={product.title}>
      <section>
        <h3>What the score is made of</h3>
        <AddsBars
          parts={[
            { name: "In common with the visitor", adds: towers },
            { name: "How often all choose it", adds: popularity },
            { name: "Chosen before", adds: again },
          ]}
        />
      </section>
      <section>
        <h3>What they have in common by its</h3>
        <AddsBars parts={(["title", "brand", "category"] as const).map((name) => ({ name, adds: attributes[name] }))} />
      </section>
      {nearest && (
        <section>
          <h3>Nearest of what the visitor chose</h3>
          <p>
            {nearest.title}{" "}
            <span class="quiet small">
              likeness {nearest.likeness.toFixed(2)}
              {nearest.shared.length > 0 && `, the same ${nearest.shared.join(" and ")}`}
            </span>
          </p>
        </section>
      )}
      <Similar productId={product.productId} by="towers" />
    </WhyPanel>
  );
}
