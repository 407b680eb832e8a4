import { escapeMarkup } from "./markup.ts";

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
.heat-map{font:10px system-ui,sans-serif}
.heat-map .ground{fill:#fff}
.heat-map text{fill:#57606a}
.heat-map .name{fill:#1f2328;font-size:14px;font-weight:600}
.heat-map .square{fill:#0b4f9e}
.heat-map .frame{fill:none;stroke:#d0d7de}
@media screen and (prefers-color-scheme:dark){
.heat-map .ground{fill:#0d1117}
.heat-map text{fill:#9aa4af}
.heat-map .name{fill:#e6edf3}
.heat-map .square{fill:#8cc4ff}
.heat-map .frame{stroke:#30363d}
}
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
  const parts = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" class="heat-map">`,
    `<title>${escapeMarkup(title)}</title>`,
    `<desc>${escapeMarkup(description)}</desc>`,
    `<style>${style}</style>`,
    `<rect class="ground" width="${width}" height="${height}" rx="6"/>`,
    `<text class="name" x="16" y="22">${escapeMarkup(title)}</text>`,
    `<rect class="frame" x="${left}" y="${top}" width="${size}" height="${size}"/>`,
    ...squares,
    ...labels,
    "</svg>",
  ];
  return `${parts.join("\n")}\n`;
}

function shadeText(shade: number): string {
  return String(Math.round(100 * Math.min(1, shade)) / 100);
}
