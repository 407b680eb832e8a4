import type { ComponentChildren } from "preact";
import type { AnswerOf } from "../../api/answers.ts";
import { address, go, withQuery } from "../../shell/address.ts";

interface ResultRowProps {
  /** From 1. */
  readonly place: number;
  readonly product: Omit<AnswerOf<"/api/search">["products"][number], "score">;
  /** What is told of the product when its title is pressed; nothing where there is nothing to tell. */
  readonly tells: string | undefined;
  readonly isChosen: boolean;
  /** The score. */
  readonly children: ComponentChildren;
}

/** A product of a list, which says why it is there when its title is pressed. The arrow keys lead from one title to the next. */
export function ResultRow({ place, product, tells, isChosen, children }: ResultRowProps) {
  const { productId, title, brand, category, price } = product;
  return (
    <li class={isChosen ? "result chosen" : "result"}>
      <span class="place figure">{place}</span>
      <div class="what">
        <h2>
          {tells === undefined ? (
            title
          ) : (
            <button
              type="button"
              class="title"
              aria-expanded={isChosen}
              aria-label={`${title}: ${tells}`}
              onClick={() => go(withQuery(address.value, { why: productId, beside: undefined }))}
              onKeyDown={stepThrough}
            >
              {title}
            </button>
          )}
        </h2>
        <p class="quiet small">
          {[brand, category, price?.toLocaleString("en", { minimumFractionDigits: 2 })]
            .filter((part) => part !== null && part !== undefined)
            .join(" · ")}
        </p>
      </div>
      {children}
    </li>
  );
}

function stepThrough(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const titles = [...document.querySelectorAll<HTMLElement>(".result .title")];
  const next = titles[titles.indexOf(event.target as HTMLElement) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
