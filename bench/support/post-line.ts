import { once } from "node:events";
import { connect } from "node:net";

/** A connection that is kept open for one `POST` after the other. */
export interface PostLine {
  /** The bytes of a request with a JSON body. */
  request(body: string): Buffer;
  /** Sends a request and resolves when its whole answer is there; rejects with one that is no success. Not to be called before the last is answered. */
  ask(request: Buffer): Promise<void>;
  close(): void;
}

/**
 * Opens a connection whose asker only writes bytes made before and counts those that come back: the HTTP clients of libraries take some tenths of a
 * millisecond for themselves, and leave garbage to clear away. Rejects when nobody listens there.
 */
export async function openPostLine({ host, hostname, port, pathname }: URL): Promise<PostLine> {
  const socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await once(socket, "connect");
  let asker: { resolve(): void; reject(error: Error): void } | undefined;
  const read = answerReader((begin) => (isSuccess(begin) ? asker?.resolve() : asker?.reject(new Error(begin))));
  socket.on("data", read);
  socket.on("error", (error) => asker?.reject(error));
  socket.on("close", () => asker?.reject(new Error(`${host} closed the connection`)));
  const head = `POST ${pathname} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\n`;
  return {
    request: (body) => Buffer.from(`${head}content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`),
    ask: (request) =>
      new Promise((resolve, reject) => {
        asker = { resolve, reject };
        socket.write(request);
      }),
    close: () => socket.destroy(),
  };
}

const headEnd = "\r\n\r\n";
const nothing = Buffer.alloc(0);

/** Takes answers piece by piece and tells of each that is whole how it begins: its head, and the piece of its body that came with it. */
function answerReader(tell: (begin: string) => void): (piece: Buffer) => void {
  let begin: Buffer = nothing;
  let missing: number | undefined;
  return (piece) => {
    if (missing === undefined) {
      begin = Buffer.concat([begin, piece]);
      const end = begin.indexOf(headEnd);
      if (end < 0) return;
      missing = end + headEnd.length + bodyBytes(begin.toString("latin1", 0, end)) - begin.length;
    } else missing -= piece.length;
    if (missing > 0) return;
    const told = begin.toString();
    [begin, missing] = [nothing, undefined];
    tell(told);
  };
}

const length = /^content-length: *(\d+)/im;

function bodyBytes(head: string): number {
  return Number(length.exec(head)?.[1] ?? 0);
}

/** An answer that doesn't say its length is none: nobody could tell where it ends. */
function isSuccess(begin: string): boolean {
  return /^HTTP\/1\.1 2/.test(begin) && length.test(begin);
}
