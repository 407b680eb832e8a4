/** One bar. */
export interface Bar {
  readonly name: string;
  /** From 0. */
  readonly value: number;
}

/** Bars under a heading of their own; all groups of a picture share one scale. */
export interface BarGroup {
  readonly title: string;
  readonly bars: readonly Bar[];
}

const size = { width: 720, row: 22, heading: 34, names: 190, numbers: 80, end: 12 } as const;

/** Bars as an SVG picture, longest possible for the greatest value; it follows the reader's choice of light or dark. `unit` stands behind the values. */
export function barPicture(groups: readonly BarGroup[], unit: string): string {
  const most = Math.max(...groups.flatMap(({ bars }) => bars.map(({ value }) => value)));
  const room = size.width - size.names - size.numbers;
  const lines: string[] = [];
  let y = 0;
  for (const { title, bars } of groups) {
    y += size.heading;
    lines.push(`<text class="title" x="0" y="${y - 10}">${escaped(title)}</text>`);
    for (const { name, value } of bars) {
      const length = most > 0 ? Math.round((room * value) / most) : 0;
      lines.push(
        `<text x="${size.names - 8}" y="${y + 15}" text-anchor="end">${escaped(name)}</text>`,
        `<rect x="${size.names}" y="${y + 3}" width="${length}" height="${size.row - 6}" rx="2"/>`,
        `<text x="${size.names + length + 6}" y="${y + 15}">${value.toFixed(1)} ${escaped(unit)}</text>`,
      );
      y += size.row;
    }
  }
  const height = y + size.end;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size.width} ${height}" width="${size.width}" height="${height}" role="img">
<title>${escaped(groups.map(({ title }) => title).join("; "))}</title>
<style>
text { font: 13px system-ui, sans-serif; fill: #1f2328; }
.title { font-weight: 600; }
rect { fill: #2f6f9f; }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3; } rect { fill: #6cb6e8; } }
</style>
${lines.join("\n")}
</svg>
`;
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
