import { TwinstreamError } from "../../schemas/errors.ts";

/** Lines `name=value` of a LightGBM text model that belong together: the head of the file, or a tree. */
export interface LightGbmSection {
  /** Whether a line is there, also one that is a name alone. */
  has(name: string): boolean;
  /** Throws DATA_DAMAGED when the line is not there, as all do. */
  text(name: string): string;
  /** A whole number that is not negative. */
  count(name: string): number;
  /** Finite numbers, `length` of them. */
  numbers(name: string, length: number): readonly number[];
  /** What is wrong with a line of the section: DATA_DAMAGED. */
  damaged(name: string, what: string): TwinstreamError;
  /** That a line asks for something that isn't done here: WRONG_USAGE. */
  refused(name: string, what: string): TwinstreamError;
}

/** The head of a LightGBM text model and its trees. What comes after the trees is not read. Throws DATA_DAMAGED for a text that is cut short or none. */
export function readLightGbmSections(text: string) {
  const lines = text.split("\n").map((line) => line.trim());
  const starts = lines.flatMap((line, index) => (line.startsWith("Tree=") ? [index] : []));
  const end = lines.indexOf("end of trees");
  if (lines[0] !== "tree") throw damagedLine(1, 'doesn\'t say "tree"');
  if (end < 0) throw damagedLine(lines.length, 'is the last, and none says "end of trees"');
  const sections = [0, ...starts].map((start, index) => readSection(lines, start, starts[index] ?? end));
  return { head: sections[0]!, trees: sections.slice(1) };
}

function readSection(lines: readonly string[], start: number, end: number): LightGbmSection {
  const fields = new Map<string, { readonly value: string; readonly line: number }>();
  for (let index = start; index < end; index++) {
    const [name, ...value] = lines[index]!.split("=");
    if (name) fields.set(name, { value: value.join("="), line: index + 1 });
  }
  const lineOf = (name: string) => fields.get(name)?.line ?? start + 1;
  const damaged = (name: string, what: string) => damagedLine(lineOf(name), `${what} (${name})`);
  const text = (name: string) => {
    const field = fields.get(name);
    if (field === undefined) throw damagedLine(start + 1, `begins a part without a line "${name}="`);
    return field.value;
  };
  const numbers = (name: string, length: number) => {
    const value = text(name);
    const list = value === "" ? [] : value.split(" ").map(Number);
    if (list.length !== length || !list.every(Number.isFinite)) throw damaged(name, `is no list of ${length} numbers`);
    return list;
  };
  const count = (name: string) => {
    if (!/^\d{1,9}$/.test(text(name))) throw damaged(name, "is no count");
    return Number(text(name));
  };
  const refused = (name: string, what: string) =>
    new TwinstreamError("WRONG_USAGE", `line ${lineOf(name)} of a LightGBM model (${name}): ${what}`);
  return { has: (name) => fields.has(name), text, count, numbers, damaged, refused };
}

function damagedLine(line: number, what: string): TwinstreamError {
  const message = `line ${line} of a LightGBM model ${what}; save the model again with save_model`;
  return new TwinstreamError("DATA_DAMAGED", message);
}
