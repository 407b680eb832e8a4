import { deserialize, serialize } from "node:v8";
import type { ErrorCode } from "../../../schemas/errors.ts";
import type { SqlColumn, SqlRow } from "../run-sql.ts";
import type { ParquetTarget } from "../write-query.ts";

/** In which form a result is wanted: plain rows, an Arrow IPC stream, or a Parquet file. */
export type Form =
  | { readonly kind: "rows" | "arrow"; readonly maxRows: number }
  | ({ readonly kind: "parquet"; readonly maxRows: number } & ParquetTarget);

/** What a child process is asked, once in its life. */
export interface Order {
  readonly tablesFolder: string;
  readonly sql: string;
  /** The moment as of which files count. */
  readonly now: number;
  readonly form: Form;
}

/** What a child says, in this order: the columns of rows, the parts of the result, then its end or why there is none. */
export type Answer =
  | { readonly kind: "columns"; readonly columns: readonly SqlColumn[] }
  | { readonly kind: "rows"; readonly rows: readonly SqlRow[] }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "end"; readonly rowCount: number; readonly isTruncated: boolean }
  | Failure;

/** Why there is no result, or no more of it. */
export interface Failure {
  readonly kind: "failure";
  readonly code: ErrorCode;
  readonly message: string;
}

/** The file number at which a child answers; what anything prints can't get in between there. */
export const answersAt = 3;

const headBytes = 4;

/** A message as bytes: its length, then what V8 makes of it, which knows whole numbers beyond 2^53 and bytes. */
export function encodeMessage(message: Order | Answer): Buffer {
  const body = serialize(message);
  const head = Buffer.alloc(headBytes);
  head.writeUInt32LE(body.length);
  return Buffer.concat([head, body]);
}

/** The messages of a stream of bytes; what is cut off at its end is left out. */
export async function* decodeMessages<Message extends Order | Answer>(
  stream: AsyncIterable<Uint8Array>,
): AsyncGenerator<Message> {
  let pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of stream) {
    pieces.push(piece);
    length += piece.length;
    if (length < wantedOf(pieces)) continue;
    let bytes = Buffer.concat(pieces);
    for (let end = wantedOf([bytes]); end <= bytes.length; end = wantedOf([bytes])) {
      yield deserialize(bytes.subarray(headBytes, end)) as Message;
      bytes = bytes.subarray(end);
    }
    pieces = [bytes];
    length = bytes.length;
  }
}

/** How many bytes the first message takes, as far as its head is there. */
function wantedOf(pieces: readonly Uint8Array[]): number {
  const [first] = pieces;
  if (first === undefined || first.length < headBytes) return headBytes;
  return headBytes + Buffer.from(first.buffer, first.byteOffset, headBytes).readUInt32LE();
}
