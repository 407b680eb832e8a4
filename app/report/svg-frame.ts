import { escapeMarkup } from "./markup.ts";

/** A drawing, and how it is told to those who can't see it. */
export interface Drawing {
  /** The class of the image, by which its styles are named. */
  readonly kind: string;
  readonly title: string;
  /** What the drawing says, in a sentence or two. */
  readonly description: string;
  readonly width: number;
  readonly height: number;
  /** Rules within the class, in the light and what changes of them in the dark. */
  readonly style: string;
  readonly darkStyle: string;
  /** What is drawn, in the order of drawing, below the title. */
  readonly parts: readonly string[];
}

/** A drawing as an SVG image with its title above, on a ground of its own: light or dark as its reader's system is. */
export function svgFrame({ kind, title, description, width, height, style, darkStyle, parts }: Drawing): string {
  const image = [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" class="${kind}">`,
    `<title>${escapeMarkup(title)}</title>`,
    `<desc>${escapeMarkup(description)}</desc>`,
    `<style>
.${kind}{font:10px system-ui,sans-serif}
.${kind} .ground{fill:#fff}
.${kind} text{fill:#57606a}
.${kind} .name{fill:#1f2328;font-size:14px;font-weight:600}
${style.trim()}
@media screen and (prefers-color-scheme:dark){
.${kind} .ground{fill:#0d1117}
.${kind} text{fill:#9aa4af}
.${kind} .name{fill:#e6edf3}
${darkStyle.trim()}
}
</style>`,
    `<rect class="ground" width="${width}" height="${height}" rx="6"/>`,
    `<text class="name" x="16" y="22">${escapeMarkup(title)}</text>`,
    ...parts,
    "</svg>",
  ];
  return `${image.join("\n")}\n`;
}
