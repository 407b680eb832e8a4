/** One row of a file: its values by column, or why it holds none. `line` is the line it begins on, counted from 1. */
export type Row =
  | { readonly line: number; readonly values: Readonly<Record<string, unknown>> }
  | { readonly line: number; readonly error: string };

/** Some rows of a file, in order. */
export type RowBatch = readonly Row[];

/** Takes the text of a file in pieces, cut anywhere, and gives the rows that each piece completes. */
export interface RowReader {
  feed(text: string): RowBatch;
  /** The rows that only the end of the file completes. */
  finish(): RowBatch;
}

/** Something worth telling the person who named the file, in one sentence. */
export type Notice = (message: string) => void;

/** The longest record that is read: beyond it, memory would no longer be bounded. */
export const maxRecordCharacters = 8 * 1024 * 1024;
