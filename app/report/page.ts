import { escapeMarkup } from "./markup.ts";

const style = `
:root{color-scheme:light dark;--ink:#1f2328;--quiet:#57606a;--ground:#fff;--line:#d0d7de;--band:#fff4d6;--mark:#7a4b00}
@media screen and (prefers-color-scheme:dark){:root{--ink:#e6edf3;--quiet:#9aa4af;--ground:#0d1117;--line:#30363d;--band:#33270c;--mark:#ffcf70}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:72rem;padding:1.5rem 1rem 3rem;background:var(--ground);color:var(--ink);font:16px/1.5 system-ui,sans-serif}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 .5rem;overflow-wrap:anywhere}
h2{font-size:1.25rem;margin:2.5rem 0 .5rem}
p{max-width:46rem;margin:.5rem 0;overflow-wrap:anywhere}
.quiet{color:var(--quiet)}
.scroller{overflow-x:auto;margin:1rem 0;border:1px solid var(--line);border-radius:6px}
.scroller:focus-visible{outline:2px solid #0b62c4;outline-offset:2px}
table{border-collapse:collapse;width:100%;font-size:.9rem;font-variant-numeric:tabular-nums}
caption{text-align:left;padding:.6rem .75rem;color:var(--quiet)}
th,td{padding:.45rem .75rem;text-align:right;white-space:nowrap;border-top:1px solid var(--line)}
thead th{vertical-align:bottom;white-space:normal;min-width:4.5rem;font-weight:600}
th:first-child{text-align:left}
tbody th{font-weight:600;position:sticky;left:0;background:var(--ground)}
ul{max-width:46rem;padding-left:1.25rem;overflow-wrap:anywhere}
tr.marked th,tr.marked td{background:var(--band);border-bottom:2px solid var(--mark)}
.tag{display:block;font-size:.75rem;font-weight:600;color:var(--mark)}
.curves{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,22rem),1fr));gap:1rem;margin:1rem 0}
figure{margin:0;max-width:36rem;border:1px solid var(--line);border-radius:6px;break-inside:avoid}
svg{display:block;width:100%;height:auto}
dl{max-width:60rem}
dt{font-weight:600}
dd{margin:0 0 .5rem}
@media print{body{max-width:none;padding:0;font-size:11pt}.scroller{overflow:visible;border:0}table{font-size:8pt}th,td{padding:.2rem .3rem}thead th{min-width:0}.tag{font-size:7pt}tr,figure{break-inside:avoid}tr.marked th,tr.marked td{print-color-adjust:exact}}
`;

/** One self-contained HTML page: no script, nothing from outside, light or dark as its reader's system is. `body` is HTML. */
export function htmlPage(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeMarkup(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}

/** A table that scrolls by itself where the page is narrow, by keyboard too. `rows` and `head` are HTML. */
export function scrollingTable(caption: string, head: string, rows: readonly string[]): string {
  const name = escapeMarkup(caption);
  return [
    `<div class="scroller" role="region" aria-label="${name}" tabindex="0">`,
    `<table>\n<caption>${name}</caption>\n<thead>\n${head}\n</thead>\n<tbody>`,
    ...rows,
    "</tbody>\n</table>\n</div>",
  ].join("\n");
}

/** A table of texts: the first cell of each row is its name. */
export function figuresTable(
  caption: string,
  columns: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const heads = columns.map((name) => `<th scope="col">${escapeMarkup(name)}</th>`);
  const lines = rows.map(([name, ...cells]) => {
    const figures = cells.map((cell) => `<td>${escapeMarkup(cell)}</td>`).join("");
    return `<tr><th scope="row">${escapeMarkup(name!)}</th>${figures}</tr>`;
  });
  return scrollingTable(caption, `<tr>${heads.join("")}</tr>`, lines);
}
