import { useEffect, useRef, useState } from "preact/hooks";
import { theme } from "../../shell/theme.ts";
import type { Spot } from "./camera.ts";
import { Drawing, type Scene } from "./drawing.ts";
import type { MappedProducts } from "./mapped-products.ts";

interface PlaneProps {
  readonly products: MappedProducts;
  readonly marked: Uint8Array | undefined;
  /** The point that a person has chosen. */
  readonly chosen: number | undefined;
  readonly choose: (point: number | undefined) => void;
}

const step = 60;
const keys: Readonly<Record<string, (drawing: Drawing) => void>> = {
  ArrowLeft: (drawing) => drawing.move(step, 0),
  ArrowRight: (drawing) => drawing.move(-step, 0),
  ArrowUp: (drawing) => drawing.move(0, step),
  ArrowDown: (drawing) => drawing.move(0, -step),
  "+": (drawing) => drawing.zoom(1.5),
  "=": (drawing) => drawing.zoom(1.5),
  "-": (drawing) => drawing.zoom(1 / 1.5),
  "0": (drawing) => drawing.whole(),
};

/** The products as points that one pans, zooms and points at; by keyboard the one nearest to the middle is named. */
export function Plane({ products, marked, chosen, choose }: PlaneProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const drawing = useRef<Drawing>(undefined);
  const label = useRef<HTMLDivElement>(null);
  const [pointed, setPointed] = useState<number>();
  const named = pointed ?? chosen;
  const follow = useRef(() => {});
  follow.current = () => placeLabel(label.current, named === undefined ? undefined : drawing.current?.spotOf(named));

  useEffect(() => {
    const own = new Drawing(canvas.current!, () => follow.current());
    drawing.current = own;
    const size = new ResizeObserver(() => own.fit());
    size.observe(canvas.current!);
    const system = matchMedia("(prefers-color-scheme: dark)");
    const draw = () => own.draw();
    system.addEventListener("change", draw);
    const endWheel = zoomByWheel(canvas.current!, own);
    return () => {
      size.disconnect();
      system.removeEventListener("change", draw);
      endWheel();
      own.end();
    };
  }, []);
  useEffect(() => {
    const scene: Scene = { places: products.places, grid: products.grid, colourOf: products.colourOf, marked };
    drawing.current!.show(scene);
  }, [products, marked]);
  useEffect(() => drawing.current!.draw(), [theme.value]);
  useEffect(() => {
    if (chosen !== undefined && !drawing.current!.spotOf(chosen).isSeen) drawing.current!.goTo(chosen);
  }, [chosen]);
  useEffect(() => follow.current());

  const hands = useHands(drawing, setPointed, choose);
  return (
    <div class="plane">
      <div
        class="surface"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes keys, so it has to be reached by them
        tabIndex={0}
        role="application"
        aria-roledescription="map"
        aria-label={`Map of ${products.count.toLocaleString("en")} products. Arrow keys move, plus and minus zoom, 0 shows all, Enter names the product nearest to the middle, Escape lets go of it.`}
        onKeyDown={(event) => {
          const { key, ctrlKey, metaKey, altKey } = event;
          if (ctrlKey || metaKey || altKey) return;
          if (key === "Enter" || key === " ") choose(drawing.current!.pointAt());
          else if (key === "Escape") choose(undefined);
          else if (keys[key] === undefined) return;
          else keys[key](drawing.current!);
          event.preventDefault();
        }}
      >
        <canvas ref={canvas} {...hands} />
      </div>
      <div class="cross" aria-hidden="true" />
      {named !== undefined && (
        <div class="label" ref={label}>
          <span class="ring" aria-hidden="true" />
          <p>
            <strong>{products.titles[named]}</strong>
            <span class="quiet small">
              {products.categoryOf(named) ?? "No category"} · {products.ids[named]}
            </span>
          </p>
        </div>
      )}
      <fieldset class="zoom">
        <legend class="unseen">Zoom</legend>
        <button type="button" aria-label="Zoom in" onClick={() => drawing.current!.zoom(1.5)}>
          +
        </button>
        <button type="button" aria-label="Zoom out" onClick={() => drawing.current!.zoom(1 / 1.5)}>
          −
        </button>
        <button type="button" onClick={() => drawing.current!.whole()}>
          All
        </button>
      </fieldset>
      <p class="unseen" aria-live="polite">
        {chosen !== undefined && `${products.titles[chosen]}, ${products.categoryOf(chosen) ?? "no category"}`}
      </p>
    </div>
  );
}

function placeLabel(label: HTMLDivElement | null, spot: ReturnType<Drawing["spotOf"]> | undefined): void {
  if (label === null || spot === undefined) return;
  label.style.translate = `${spot.x}px ${spot.y}px`;
  label.hidden = !spot.isSeen;
  label.classList.toggle("left", spot.isRight);
  label.classList.toggle("up", spot.isLow);
}

/** A wheel zooms about where it is; to keep the page from scrolling, the browser has to be told before it asks. */
function zoomByWheel(canvas: HTMLCanvasElement, drawing: Drawing): () => void {
  const zoom = (event: WheelEvent) => {
    event.preventDefault();
    const pixels = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1);
    drawing.zoom(Math.exp(-pixels / 400), { x: event.offsetX, y: event.offsetY });
  };
  canvas.addEventListener("wheel", zoom, { passive: false });
  return () => canvas.removeEventListener("wheel", zoom);
}

/** A mouse, a pen or fingers: one drags, two pinch, one that does not move points, or chooses when it is lifted. */
function useHands(
  drawing: { readonly current: Drawing | undefined },
  point: (at: number | undefined) => void,
  choose: (point: number | undefined) => void,
) {
  const down = useRef(new Map<number, Spot>()).current;
  const hasMoved = useRef(false);
  const spotOf = ({ offsetX, offsetY }: PointerEvent): Spot => ({ x: offsetX, y: offsetY });
  return {
    onPointerDown(event: PointerEvent) {
      (event.currentTarget as HTMLCanvasElement).setPointerCapture(event.pointerId);
      if (down.size === 0) hasMoved.current = false;
      down.set(event.pointerId, spotOf(event));
    },
    onPointerMove(event: PointerEvent) {
      const [before, now] = [down.get(event.pointerId), spotOf(event)];
      if (before === undefined) return point(drawing.current!.pointAt(now));
      const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
      if (other !== undefined) drawing.current!.zoom(apart(now, other) / apart(before, other), other);
      else if (hasMoved.current || apart(now, before) > 3) drawing.current!.move(now.x - before.x, now.y - before.y);
      else return;
      hasMoved.current = true;
      point(undefined);
      down.set(event.pointerId, now);
    },
    onPointerUp(event: PointerEvent) {
      down.delete(event.pointerId);
      if (!hasMoved.current) choose(drawing.current!.pointAt(spotOf(event)));
    },
    onPointerCancel: (event: PointerEvent) => void down.delete(event.pointerId),
    onPointerLeave: () => point(undefined),
  };
}

function apart(one: Spot, other: Spot): number {
  return Math.max(1, Math.hypot(one.x - other.x, one.y - other.y));
}
