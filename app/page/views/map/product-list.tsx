import { useState } from "preact/hooks";
import type { MappedProducts } from "./mapped-products.ts";

interface ProductListProps {
  readonly products: MappedProducts;
  /** The points that are looked for; undefined: all. */
  readonly points: readonly number[] | undefined;
  readonly chosen: number | undefined;
  readonly choose: (point: number | undefined) => void;
}

const shownAtOnce = 50;

/** The products that are looked for as a list: another way to all that the map shows. One that is chosen is shown there. */
export function ProductList({ products, points, chosen, choose }: ProductListProps) {
  const [pages, setPages] = useState(1);
  const count = points?.length ?? products.count;
  const listed = Array.from({ length: Math.min(count, pages * shownAtOnce) }, (_, i) => points?.[i] ?? i);
  return (
    <section class="products" aria-label="Products">
      <p class="heading" role="status">
        {points === undefined ? `${count.toLocaleString("en")} products` : `${count.toLocaleString("en")} marked`}
      </p>
      {count === 0 && <p class="quiet small">No product has these words. Try others, or fewer.</p>}
      <ul>
        {listed.map((point) => (
          <li key={products.ids[point]}>
            <button
              type="button"
              class="product"
              aria-pressed={point === chosen}
              onClick={() => choose(point === chosen ? undefined : point)}
            >
              {products.titles[point]}
            </button>
          </li>
        ))}
      </ul>
      {listed.length < count && (
        <button type="button" class="plain small" onClick={() => setPages(pages + 1)}>
          {shownAtOnce} more
        </button>
      )}
    </section>
  );
}
