import type { ComponentChildren } from "preact";
import "./parts.css";

/** Says that there is nothing to see, and as its children what to do about it. */
export function Empty({ title, children }: { readonly title: string; readonly children: ComponentChildren }) {
  return (
    <section class="empty">
      <h2>{title}</h2>
      {children}
    </section>
  );
}
