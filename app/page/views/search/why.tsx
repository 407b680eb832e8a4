import type { AnswerOf } from "../../api/answers.ts";
import { api } from "../../api/client.ts";
import { shown, useAnswer } from "../../api/use-answer.ts";
import { Failed } from "../../parts/failed.tsx";
import { Loading } from "../../parts/loading.tsx";
import { address, go, withQuery } from "../../shell/address.ts";
import { AddsBars } from "./adds-bars.tsx";
import { Alignment } from "./alignment.tsx";
import { ScoreBar } from "./score-bar.tsx";
import { Similar } from "./similar.tsx";
import { WhyPanel } from "./why-panel.tsx";

type Product = AnswerOf<"/api/search">["products"][number];
type Explanation = AnswerOf<"/api/explain">;

interface WhyProps {
  readonly query: string;
  readonly product: Product;
  /** To compare it with; the first is taken unless the address says another. */
  readonly others: readonly Product[];
}

/** Why a product has its score: what words meet, what each feature adds, what each part of the query does, why it is above another, and what else is like it. */
export function Why({ query, product, others }: WhyProps) {
  const other = others.find(({ productId }) => productId === address.value.query.get("beside")) ?? others[0];
  const products = [product, ...(other ? [other] : [])].map(({ productId }) => productId);
  const answer = useAnswer(JSON.stringify([query, products]), (signal) =>
    api.GET("/api/explain", { params: { query: { query, product: products } }, signal }),
  );
  const explanation = shown(answer);
  const own = explanation?.products.find(({ productId }) => productId === product.productId);
  return (
    <WhyPanel label="Why this score" title={product.title} isBusy={answer.state === "loading"}>
      {answer.state === "loading" && own === undefined && <Loading what="the reasons" />}
      {answer.state === "failed" && <Failed problem={answer.problem} retry={answer.retry} />}
      {explanation && own && (
        <>
          <ScoreBar score={own.score} min={explanation.scoreMin} max={explanation.scoreMax} />
          <Alignment title={own.title} matches={own.matches} />
          <MadeOf explanation={explanation} product={own} />
          <Pieces without={own.without} />
          {other && <Beside explanation={explanation} product={own} other={other} others={others} />}
        </>
      )}
      <Similar productId={product.productId} by="titles" />
    </WhyPanel>
  );
}

function MadeOf({ explanation, product }: { explanation: Explanation; product: Explanation["products"][number] }) {
  const { base, scoreMin, scoreMax, model } = explanation;
  if (base === undefined || product.contributions === undefined)
    return (
      <p class="quiet">{model} can't tell what its scores are made of; what the parts of the query do is below.</p>
    );
  const sum = product.contributions.reduce((total, { adds }) => total + adds, base);
  const isCut = Math.abs(sum - product.score) > 1e-3;
  return (
    <section>
      <h3>What the score is made of</h3>
      <p class="small quiet">
        {base.toFixed(2)} to begin with, {sum.toFixed(2)} with what each feature adds
        {isCut && `, brought into ${scoreMin} to ${scoreMax}`}
      </p>
      <AddsBars parts={product.contributions.map((part) => ({ ...part, detail: valueText(part.value) }))} />
    </section>
  );
}

function Pieces({ without }: { readonly without: Explanation["products"][number]["without"] }) {
  return (
    <section>
      <h3>What each part of the query does</h3>
      <AddsBars parts={without.map(({ piece, adds }) => ({ name: piece, adds }))} />
    </section>
  );
}

interface BesideProps {
  readonly explanation: Explanation;
  readonly product: Explanation["products"][number];
  readonly other: Product;
  readonly others: readonly Product[];
}

function Beside({ explanation, product, other, others }: BesideProps) {
  const comparison = explanation.comparisons[0];
  if (comparison === undefined) return null;
  // the comparison is of the better with the other
  const sign = explanation.products[0]!.productId === product.productId ? 1 : -1;
  const by = sign * comparison.by;
  const parts = comparison.differences.map(({ adds, values, ...part }) => ({
    ...part,
    adds: sign * adds,
    detail: values && (sign > 0 ? values : values.toReversed()).map(valueText).join(" against "),
  }));
  const how =
    Math.abs(by) < 0.005 ? "The same score as" : by > 0 ? `${by.toFixed(2)} above` : `${(-by).toFixed(2)} below`;
  return (
    <section>
      <h3>Beside another</h3>
      <label class="beside">
        <span>{how}</span>
        <select
          value={other.productId}
          onChange={(event) => go(withQuery(address.value, { beside: event.currentTarget.value }), { replace: true })}
        >
          {others.map(({ productId, title }) => (
            <option key={productId} value={productId}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <AddsBars parts={parts} />
    </section>
  );
}

function valueText(value: number | null | undefined): string | undefined {
  if (value === undefined) return undefined;
  return value === null ? "missing" : String(Number(value.toFixed(2)));
}
