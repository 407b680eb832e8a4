import type { ComponentChildren } from "preact";
import "./explained.css";

/** A figure with its title, and beside it how to read it. */
export interface ExplainedProps {
  readonly title: string;
  /** Two sentences: what is drawn, and what of it is good or bad. */
  readonly how: string;
  readonly children: ComponentChildren;
}

/** A figure that says how to read it. */
export function Explained({ title, how, children }: ExplainedProps) {
  return (
    <section class="explained" aria-label={title}>
      <h2>{title}</h2>
      <div class="drawn">{children}</div>
      <p class="how small">
        <strong>How to read this.</strong> {how}
      </p>
    </section>
  );
}
