import { useEffect, useMemo, useState } from "preact/hooks";
import { api } from "../../api/client.ts";
import { shown, useAnswer } from "../../api/use-answer.ts";
import { Empty } from "../../parts/empty.tsx";
import { Failed } from "../../parts/failed.tsx";
import { Loading } from "../../parts/loading.tsx";
import { address, go, withQuery } from "../../shell/address.ts";
import { GroupChoice } from "./group-choice.tsx";
import { type MapAnswer, readMap } from "./mapped-products.ts";
import { markPoints } from "./marked-points.ts";
import { Plane } from "./plane.tsx";
import { ProductList } from "./product-list.tsx";
import { Separation } from "./separation.tsx";
import "./map.css";

const askAgainMs = 1_000;

/** *Map*: the catalog in the plane, products whose titles are alike near one another. */
export default function MapView() {
  const [asked, setAsked] = useState(0);
  const answer = useAnswer(`map ${asked}`, (signal) => api.GET("/api/map", { signal }));
  const known = shown(answer);
  const isDrawing = answer.state === "ready" && !("points" in answer.value);
  useEffect(() => {
    if (!isDrawing) return;
    const timer = setTimeout(() => setAsked((n) => n + 1), askAgainMs);
    return () => clearTimeout(timer);
  }, [isDrawing, asked]);
  return (
    <div class="map" aria-busy={answer.state === "loading" || isDrawing}>
      <h1>Map</h1>
      {answer.state === "failed" && <Failed problem={answer.problem} retry={answer.retry} />}
      {answer.state === "loading" && known === undefined && <Loading what="the map" />}
      {known !== undefined && !("points" in known) && <BeingDrawn {...known.progress} />}
      {known !== undefined && "points" in known && <Drawn map={known} again={() => setAsked(asked + 1)} />}
    </div>
  );
}

function BeingDrawn({ share, doing }: { readonly share: number; readonly doing: string }) {
  return (
    <section class="being-drawn">
      <h2>The map is being drawn</h2>
      <progress value={share} aria-label="How much of the map is drawn" />
      <p class="quiet small">
        <span class="figure">{Math.round(100 * share)} %</span> · {doing}. It is kept, so the next visit finds it at
        once.
      </p>
    </section>
  );
}

function Drawn({ map, again }: { readonly map: MapAnswer; readonly again: () => void }) {
  const products = useMemo(() => readMap(map), [map]);
  const { path, query } = address.value;
  const words = query.get("q") ?? "";
  const group = products.groups.findIndex(({ name }) => name === query.get("group"));
  const chosenGroup = group < 0 ? undefined : group;
  const looked = useMemo(
    () => markPoints(products.searchedTitles, products.groupOf, { words, group: chosenGroup }),
    [products, words, chosenGroup],
  );
  const [chosen, choose] = useState<number>();
  useEffect(() => choose(undefined), [products]);
  const change = (changes: Readonly<Record<string, string | undefined>>) =>
    go(withQuery({ path, query }, changes), { replace: true });
  if (map.shown === 0) return <EmptyCatalog />;
  return (
    <>
      <About map={map} again={again} />
      <search class="find">
        <label class="unseen" for="map-words">
          Words of titles to mark
        </label>
        <input
          id="map-words"
          type="search"
          placeholder="Mark products by words of their titles"
          autocomplete="off"
          spellcheck={false}
          maxLength={200}
          value={words}
          onInput={(event) => change({ q: event.currentTarget.value })}
        />
      </search>
      <div class="board">
        <Plane products={products} marked={looked?.marked} chosen={chosen} choose={choose} />
        <div class="side">
          <GroupChoice
            {...products}
            chosen={chosenGroup}
            choose={(place) => change({ group: place === undefined ? undefined : products.groups[place]!.name })}
          />
          <ProductList
            key={`${words} ${group}`}
            products={products}
            points={looked?.points}
            chosen={chosen}
            choose={choose}
          />
        </div>
      </div>
      <Separation separations={map.separations} />
    </>
  );
}

/** What one looks at, and whether it is of the catalog as it is. */
function About({ map, again }: { readonly map: MapAnswer; readonly again: () => void }) {
  const { products, shown: count, fitted, isCurrent } = map;
  const number = (value: number) => value.toLocaleString("en");
  return (
    <p class="quiet">
      {count < products ? `${number(count)} of ${number(products)} products` : `${number(count)} products`}; those with
      titles that are alike lie together
      {fitted < count && `, laid out by ${number(fitted)} of them`}.{" "}
      {!isCurrent && (
        <span class="old">
          The catalog or its model has changed since, and a new map is being drawn.{" "}
          <button type="button" class="plain small" onClick={again}>
            Look again
          </button>
        </span>
      )}
    </p>
  );
}

function EmptyCatalog() {
  return (
    <Empty title="The catalog is empty">
      <p>
        Products come from the topic <code>catalog</code>: send them with <code>POST /api/events</code>, or start the
        demo shop with <code>twinstream start</code>.
      </p>
    </Empty>
  );
}
