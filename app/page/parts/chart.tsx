import { type PlotOptions, plot } from "@observablehq/plot";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import "./parts.css";

/** A chart, and what it shows, in words for whoever can't see it. */
export interface ChartProps {
  readonly label: string;
  /** Colours are those of `tokens.css`, such as `var(--series-1)`; they follow the theme by themselves. */
  readonly options: PlotOptions & { readonly height: number };
}

/** A plot as wide as its place. Its place has the height of `options` from the start, so that nothing jumps. */
export function Chart({ label, options }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const watch = new ResizeObserver(([entry]) => setWidth(Math.floor(entry!.contentRect.width)));
    watch.observe(place.current!);
    return () => watch.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (width === 0) return;
    const drawn = plot({ ...options, width, style: { background: "transparent", fontFamily: "inherit" } });
    place.current!.replaceChildren(drawn);
  }, [options, width]);
  return (
    <figure class="chart" role="img" aria-label={label}>
      <div ref={place} aria-hidden="true" style={{ minBlockSize: `${options.height}px` }} />
    </figure>
  );
}
