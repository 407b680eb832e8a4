import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** How the fake answers one request: a status and a body, which is sent as JSON unless it is a text; or not at all. */
export type FakeAnswer = { readonly status: number; readonly body: unknown } | "silence" | "hang up";

/** One request as it came. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: unknown;
}

/** An HTTP server that goes wrong as a test says; what is right is tested against a real registry. */
export interface FakeSchemaRegistry {
  readonly url: string;
  readonly seen: readonly SeenRequest[];
  /** Nothing listens any more, until `start`. */
  stop(): Promise<void>;
  /** Listens at the same address again. */
  start(): Promise<void>;
}

/** Starts a fake that answers as `answer` says; it ends with the test. */
export async function fakeSchemaRegistry(
  answer: (request: SeenRequest, nth: number) => FakeAnswer,
): Promise<FakeSchemaRegistry> {
  const seen: SeenRequest[] = [];
  const server = createServer((request, response) => {
    void readRequest(request).then((read) => {
      seen.push(read);
      send(answer(read, seen.length), response);
    });
  });
  const port = await listen(server, 0);
  const stop = () => close(server);
  onTestFinished(stop);
  const start = async () => void (await listen(server, port));
  return { url: `http://127.0.0.1:${port}`, seen, stop, start };
}

/** A registry that knows nothing, and says it as Confluent's does. */
export const unknownSchema: FakeAnswer = { status: 404, body: { error_code: 40403, message: "Schema not found" } };

async function readRequest(request: IncomingMessage): Promise<SeenRequest> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const text = Buffer.concat(parts).toString();
  return {
    method: request.method!,
    path: request.url!,
    authorization: request.headers.authorization,
    body: text === "" ? undefined : JSON.parse(text),
  };
}

function send(answer: FakeAnswer, response: ServerResponse): void {
  if (answer === "silence") return;
  if (answer === "hang up") return void response.destroy();
  const { status, body } = answer;
  response.writeHead(status).end(typeof body === "string" ? body : JSON.stringify(body));
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port));
  });
}

function close(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
