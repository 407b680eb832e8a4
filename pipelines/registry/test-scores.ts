import { TwinstreamError } from "../../schemas/errors.ts";

/** What a model said of a row that it was tested on. */
export interface TestRow {
  /** The judgment, as `judgmentKey` names it. */
  readonly key: number;
  /** The search it belongs to, a number within the rows of one model. */
  readonly search: number;
  readonly grade: number;
  /** On the model's own range. */
  readonly score: number;
  /** Words of the query; 255 stands for more. */
  readonly queryWords: number;
  /** Whether training met the query. */
  readonly isSeen: boolean;
}

/** All test rows of a model, and the range of their grades. */
export interface TestScores {
  readonly labelMin: number;
  readonly labelMax: number;
  readonly rows: readonly TestRow[];
}

const headerBytes = 16;
const rowBytes = 22;

/** The scores as bytes: the label range as two doubles, then 22 bytes a row, all little-endian. */
export function saveTestScores({ labelMin, labelMax, rows }: TestScores): Uint8Array {
  const bytes = new Uint8Array(headerBytes + rows.length * rowBytes);
  const view = new DataView(bytes.buffer);
  view.setFloat64(0, labelMin, true);
  view.setFloat64(8, labelMax, true);
  rows.forEach(({ key, search, grade, score, queryWords, isSeen }, i) => {
    const at = headerBytes + i * rowBytes;
    view.setFloat64(at, key, true);
    view.setUint32(at + 8, search, true);
    view.setFloat32(at + 12, grade, true);
    view.setFloat32(at + 16, score, true);
    view.setUint8(at + 20, Math.min(255, queryWords));
    view.setUint8(at + 21, isSeen ? 1 : 0);
  });
  return bytes;
}

/** The scores that `saveTestScores` wrote. Throws DATA_DAMAGED for bytes that it can't have written. */
export function loadTestScores(bytes: Uint8Array): TestScores {
  const count = (bytes.length - headerBytes) / rowBytes;
  if (!Number.isInteger(count) || count < 0)
    throw new TwinstreamError(
      "DATA_DAMAGED",
      `the test scores of the model can't be read: ${bytes.length} bytes hold no whole number of rows; train it again`,
    );
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const rows = Array.from({ length: count }, (_, i): TestRow => {
    const at = headerBytes + i * rowBytes;
    return {
      key: view.getFloat64(at, true),
      search: view.getUint32(at + 8, true),
      grade: view.getFloat32(at + 12, true),
      score: view.getFloat32(at + 16, true),
      queryWords: view.getUint8(at + 20),
      isSeen: view.getUint8(at + 21) === 1,
    };
  });
  return { labelMin: view.getFloat64(0, true), labelMax: view.getFloat64(8, true), rows };
}
