/** Where in a statement something is wrong, letters counted from its beginning. */
export interface ErrorPlace {
  readonly from: number;
  readonly to: number;
}

/** The place that the server names in its words, such as `line 2, column 8, at "nope": …`; undefined where it names none that the statement has. */
export function errorPlace(statement: string, detail: string): ErrorPlace | undefined {
  const [, line, column] = /^line (\d+), column (\d+), at "/.exec(detail) ?? [];
  if (line === undefined) return undefined;
  const lines = statement.split("\n");
  const text = lines[Number(line) - 1];
  if (text === undefined) return undefined;
  const before = lines.slice(0, Number(line) - 1).reduce((sum, each) => sum + each.length + 1, 0);
  // the server counts whole letters, JavaScript halves of some
  const start = [...text].slice(0, Number(column) - 1).join("").length;
  const word = /^(?:[\w.]+|"[^"]*"|.)?/u.exec(text.slice(start))![0];
  const from = before + Math.min(start, text.length);
  return { from, to: from + Math.max(word.length, start < text.length ? 1 : 0) };
}
