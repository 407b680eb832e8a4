import { useMemo } from "preact/hooks";
import type { AnswerOf } from "../../api/answers.ts";
import { api } from "../../api/client.ts";
import { shown, useAnswer } from "../../api/use-answer.ts";
import { Empty } from "../../parts/empty.tsx";
import { Failed } from "../../parts/failed.tsx";
import { Loading } from "../../parts/loading.tsx";
import { address } from "../../shell/address.ts";
import { FacetChoice } from "./facet-choice.tsx";
import { chosenFacets, isOfFacets } from "./facets.ts";
import { QueryForm } from "./query-form.tsx";
import { Reading } from "./reading.tsx";
import { Recommended } from "./recommended.tsx";
import { ResultList } from "./result-list.tsx";
import "./search.css";
import { VisitorForm } from "./visitor-form.tsx";
import { Why } from "./why.tsx";

/** As many as a search finds, so that facets choose from all of them. */
const all = 100;

/** *Search*: what a visitor finds, in the order of the champion's scores, or is recommended. */
export default function SearchView() {
  const query = address.value.query.get("q")?.trim() || undefined;
  const user = query === undefined ? address.value.query.get("user")?.trim() : undefined;
  const answer = useAnswer(query, (signal) =>
    api.GET("/api/search", { params: { query: { q: query!, limit: all } }, signal }),
  );
  const found = shown(answer);
  return (
    <div class="search" aria-busy={answer.state === "loading"}>
      <h1 class="unseen">Search</h1>
      <QueryForm query={query ?? ""} />
      {query === undefined && <VisitorForm user={user ?? ""} />}
      {answer.state === "unasked" && (user ? <Recommended user={user} /> : <Unasked />)}
      {answer.state === "loading" && found === undefined && <Loading what="products" />}
      {answer.state === "failed" && <Failed problem={answer.problem} retry={answer.retry} />}
      {found !== undefined && <Found found={found} />}
    </div>
  );
}

function Unasked() {
  return (
    <Empty title="Search as a visitor of the shop">
      <p>
        Type a few words, misspelt if you like, with sizes and units as people write them. You see how they are read,
        what is found by words and by vectors, and the score that the model gives to each product.
      </p>
    </Empty>
  );
}

function Found({ found }: { readonly found: AnswerOf<"/api/search"> }) {
  const chosen = chosenFacets(address.value.query);
  const { brand, category } = chosen;
  const products = useMemo(
    () => found.products.filter((product) => isOfFacets(product, { brand, category })),
    [found, brand, category],
  );
  const place = products.findIndex(({ productId }) => productId === address.value.query.get("why"));
  const why = products[place];
  if (found.searched === 0) return <EmptyCatalog />;
  return (
    <>
      <Reading found={found} />
      {found.found === 0 ? (
        <Empty title="Nothing is like this">
          <p>No product of the {found.searched.toLocaleString("en")} has one of these words. Try others, or fewer.</p>
        </Empty>
      ) : (
        <div class={why ? "columns with-why" : "columns"}>
          <FacetChoice facets={found.facets} chosen={chosen} />
          <ResultList found={found} products={products} explained={why?.productId} />
          {why && (
            <Why
              key={why.productId}
              query={found.query}
              product={why}
              others={[...products.slice(place + 1), ...products.slice(0, place)]}
            />
          )}
        </div>
      )}
    </>
  );
}

function EmptyCatalog() {
  return (
    <Empty title="The catalog is empty">
      <p>
        Products come from the topic <code>catalog</code>: send them with <code>POST /api/events</code>, or start the
        demo shop with <code>twinstream start</code>. One is found within a second of its event.
      </p>
    </Empty>
  );
}
