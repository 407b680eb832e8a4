import type { ComponentChildren } from "preact";
import "./scrolled-table.css";

interface ScrolledTableProps {
  /** What it shows, for who can't see it. */
  readonly label: string;
  /** What stands above its rows; nothing unless said. */
  readonly caption?: string;
  /** Names and widths of its own. */
  readonly kind?: string;
  /** The head and the rows. */
  readonly children: ComponentChildren;
}

/** A table that scrolls sideways where the window is too narrow for it, by the keyboard as well. */
export function ScrolledTable({ label, caption, kind, children }: ScrolledTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by the keyboard
    <section class="scrolled-table" tabIndex={0} aria-label={label}>
      {caption !== undefined && <p class="small quiet">{caption}</p>}
      <table class={kind}>{children}</table>
    </section>
  );
}
