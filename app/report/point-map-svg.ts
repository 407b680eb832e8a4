import { escapeMarkup } from "./markup.ts";
import { svgFrame } from "./svg-frame.ts";

/** Points in the plane, each of a group. */
export interface PointMap {
  readonly title: string;
  /** What the drawing says, in a sentence. */
  readonly description: string;
  /** Where each point lies, from 0 to 1. */
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** The place of its group in `names`. */
  readonly groupOf: ArrayLike<number>;
  readonly names: readonly string[];
}

const [width, margin, top] = [720, 24, 34];
const height = top + (width - margin);

const style = `
.point-map .group{fill:none;stroke-width:4;stroke-linecap:round;stroke-opacity:.75}
.point-map .of{fill:#1f2328;stroke:#fff;stroke-width:3;paint-order:stroke;text-anchor:middle}
`;
const darkStyle = ".point-map .of{fill:#e6edf3;stroke:#0d1117}";

/**
 * Points as an SVG image: a colour for each group, and its name at the point in its middle, as more groups than a few can't be told by colour.
 * Light or dark as its reader's system is, and told in words to those who can't see it.
 */
export function pointMapSvg({ title, description, x, y, groupOf, names }: PointMap): string {
  const at = (value: number) => Math.round(10 * (margin + value * (width - 2 * margin))) / 10;
  const groups = names.map((): (readonly [number, number])[] => []);
  for (let point = 0; point < x.length; point++)
    groups[groupOf[point]!]!.push([at(x[point]!), Math.round(10 * (at(y[point]!) + top - margin / 2)) / 10]);
  const drawn = groups.map((points, group) => {
    const dots = points.map(([across, down]) => `M${across} ${down}h0`).join("");
    return `<path class="group" stroke="${colourOf(group)}" d="${dots}"><title>${escapeMarkup(names[group]!)}</title></path>`;
  });
  const labels = groups.flatMap((points, group) => {
    const [across, down] = middleOf(points) ?? [];
    return across === undefined
      ? []
      : `<text class="of" x="${across}" y="${Math.round(10 * (down! - 6)) / 10}">${escapeMarkup(names[group]!)}</text>`;
  });
  const parts = [...drawn, ...labels];
  return svgFrame({ kind: "point-map", title, description, width, height, style, darkStyle, parts });
}

/** Hues a golden angle apart: those of neighbours differ most, however many there are. */
function colourOf(group: number): string {
  return `hsl(${Math.round(group * 137.508) % 360} 65% ${[45, 58, 36][group % 3]}%)`;
}

/** The point nearest to the medians of both coordinates, where most of its group are. */
function middleOf(points: readonly (readonly [number, number])[]): readonly [number, number] | undefined {
  const [across, down] = [0, 1].map((axis) => medianOf(points.map((point) => point[axis]!)));
  const distance = ([x, y]: readonly [number, number]) => Math.hypot(x - across!, y - down!);
  return points.toSorted((one, other) => distance(one) - distance(other))[0];
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]!;
}
