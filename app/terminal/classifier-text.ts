import type { Classification, ClassifierFigures } from "../../schemas/classifier-manifest.ts";
import { number, textTable } from "./output.ts";

/** How well a model tells categories, as tables: by what it sees, and by category with what each is taken for most. */
export function classifierText(figures: ClassifierFigures): string {
  const sights = ["both", "picture", "title"] as const;
  const rows = sights.map((sight) => [
    sight === "both" ? "picture and title" : `${sight} alone`,
    ...[figures[sight].macroF1, figures[sight].accuracy].map((value) => number(value, 4)),
  ]);
  return `${textTable([["by", "macro-F1", "accuracy"], ...rows])}\n\n${categoryTable(figures.both)}`;
}

function categoryTable({ classes, confusion }: Classification): string {
  const rows = classes.flatMap(({ category, precision, recall, f1, count }, place) => {
    if (count === 0) return [];
    const shares = [precision, recall, f1].map((value) => number(value, 2));
    return [[category, ...shares, number(count), mistakenFor(confusion[place]!, place, classes)]];
  });
  return textTable([["category", "precision", "recall", "F1", "products", "most often taken for"], ...rows]);
}

function mistakenFor(row: readonly number[], own: number, classes: Classification["classes"]): string {
  const others = row.map((count, place) => (place === own ? 0 : count));
  const most = Math.max(0, ...others);
  return most === 0 ? "" : `${classes[others.indexOf(most)]!.category} (${number(most)})`;
}

const mostNotes = 10;

/** What is to be said of pictures: by what it is, how many products, and the first of them. Empty where there is nothing to say. */
export function picturesText(products: readonly { readonly id: string; readonly note?: string }[]): string {
  const byNote = new Map<string, string[]>();
  for (const { id, note } of products) {
    // paths and sizes differ from product to product
    if (note !== undefined)
      byNote.set(note.replace(/"[^"]*"/g, "…"), [...(byNote.get(note.replace(/"[^"]*"/g, "…")) ?? []), id]);
  }
  const lines = [...byNote].map(([note, ids]) => `  ${number(ids.length)} × ${note} (first: product ${ids[0]})`);
  const more = lines.length > mostNotes ? [`  and ${number(lines.length - mostNotes)} other remarks`] : [];
  return lines.length === 0 ? "" : ["pictures:", ...lines.slice(0, mostNotes), ...more].join("\n");
}
