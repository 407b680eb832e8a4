/** Prints a result on standard output: as JSON for a machine, as text for a person. */
export function printResult(isJson: boolean | undefined, value: unknown, text: () => string): void {
  process.stdout.write(`${isJson ? JSON.stringify(value) : text()}\n`);
}

/** Prints something that is not the result, on standard error. */
export function printNote(text: string): void {
  process.stderr.write(`${text}\n`);
}

/** Lines in aligned columns; numbers to the right. The first row is the head. */
export function textTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? "").length)));
  const isNumeric = widths.map(
    (_, column) =>
      rows.length > 1 &&
      rows
        .slice(1)
        .every((row) => /^[-+~]?[\d.,]*\s?[%a-z]*$/.test(row[column] ?? "") && /\d|^-?$/.test(row[column] ?? "")),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => (isNumeric[column] ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** A number for people: 12,345 or 0.4821. */
export function number(value: number | null | undefined, digits = 0): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "-";
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
