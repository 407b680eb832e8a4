import { escapeMarkup } from "./markup.ts";
import { svgFrame } from "./svg-frame.ts";

/** A matrix over names, to be drawn as squares. */
export interface HeatMap {
  readonly title: string;
  /** What the squares say, in a sentence. */
  readonly description: string;
  /** Of rows and columns alike. */
  readonly names: readonly string[];
  /** How dark each square is, from 0 to 1, row by row; null leaves it out. */
  readonly shades: readonly (readonly (number | null)[])[];
  /** What a square says when it is pointed at. */
  label(row: number, column: number): string;
}

const side = 12;
const letter = 6.2;
const top = 34;

const style = `
.heat-map .square{fill:#0b4f9e}
.heat-map .frame{fill:none;stroke:#d0d7de}
`;
const darkStyle = `
.heat-map .square{fill:#8cc4ff}
.heat-map .frame{stroke:#30363d}
`;

/** A matrix as an SVG image, a square for each pair of names, the darker the more: light or dark as its reader's system is, and told in words to those who can't see it. */
export function heatMapSvg({ title, description, names, shades, label }: HeatMap): string {
  const left = 16 + Math.ceil(letter * names.reduce((most, { length }) => Math.max(most, length), 0));
  const size = side * names.length;
  const [width, height] = [Math.max(left + size + 16, 16 + 9 * title.length), top + size + left];
  const middle = (place: number) => side * place + side / 2 + 3.5;
  const labels = names.flatMap((name, place) => [
    `<text x="${left - 6}" y="${top + middle(place)}" text-anchor="end">${escapeMarkup(name)}</text>`,
    `<text transform="translate(${left + middle(place)} ${top + size + 6}) rotate(-90)" text-anchor="end">${escapeMarkup(name)}</text>`,
  ]);
  const squares = shades.flatMap((row, y) =>
    row.flatMap((shade, x) => {
      if (shade === null || !(shade >= 0.005)) return [];
      const place = `x="${left + side * x}" y="${top + side * y}" width="${side}" height="${side}"`;
      return `<rect class="square" ${place} fill-opacity="${shadeText(shade)}"><title>${escapeMarkup(label(y, x))}</title></rect>`;
    }),
  );
  const frame = `<rect class="frame" x="${left}" y="${top}" width="${size}" height="${size}"/>`;
  const parts = [frame, ...squares, ...labels];
  return svgFrame({ kind: "heat-map", title, description, width, height, style, darkStyle, parts });
}

function shadeText(shade: number): string {
  return String(Math.round(100 * Math.min(1, shade)) / 100);
}
