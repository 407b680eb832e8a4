import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { systemClock } from "../../connectors/clock.ts";

/** What a test does to a request. */
export type Fault =
  | { readonly kind: "refuse"; readonly status: number; readonly code: string }
  /** The request takes effect, and its answer never comes. */
  | { readonly kind: "lose the answer" }
  /** Neither. */
  | { readonly kind: "stay silent" };

/** One request: its method, `LIST` for listings, and its key. */
export interface SeenRequest {
  readonly method: string;
  readonly key: string;
}

/** An object with its labels. */
interface Kept {
  readonly bytes: Buffer;
  readonly labels: Readonly<Record<string, string>>;
  readonly modifiedAt: number;
}

/** The part of S3 that the tables need, in memory, with conditions kept in one step and faults on demand. */
export interface ObjectServer {
  readonly url: string;
  /** Every object by `bucket/key`. */
  readonly objects: Map<string, Kept>;
  readonly seen: SeenRequest[];
  /** Asked before each request takes effect; may take its time. */
  before: (request: SeenRequest) => Promise<Fault | undefined> | Fault | undefined;
  /** Called after a request took effect, before it is answered. */
  after: (request: SeenRequest) => Promise<void> | void;
  /** False: every put overwrites, as old storages do. */
  keepsConditions: boolean;
}

/** Starts a server for one test; `bucket` is there. AWS_* point to it until the test ends. */
export async function startObjectServer(bucket = "shop"): Promise<ObjectServer> {
  const state: ObjectServer = {
    url: "",
    objects: new Map(),
    seen: [],
    before: () => undefined,
    after: () => {},
    keepsConditions: true,
  };
  const server = createServer((request, response) => void answer(state, bucket, request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => end(server));
  const started = Object.assign(state, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  pointTo(started.url);
  return started;
}

/** Has AWS clients ask an endpoint, with a key of no worth, until the test ends. */
export function pointTo(url: string, more: Readonly<Record<string, string>> = {}): void {
  const settings = {
    AWS_ENDPOINT_URL_S3: url,
    AWS_REGION: "us-east-1",
    AWS_ACCESS_KEY_ID: "key",
    AWS_SECRET_ACCESS_KEY: "secretsecret",
    ...more,
  };
  const earlier = Object.keys(settings).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, settings);
  onTestFinished(() => {
    for (const [name, value] of earlier) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });
}

function end(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}

async function answer(state: ObjectServer, bucket: string, request: IncomingMessage, response: ServerResponse) {
  const url = new URL(request.url!, state.url);
  const [, asked = "", ...path] = decodeURIComponent(url.pathname).split("/");
  const isListing = url.searchParams.has("list-type");
  const key = isListing ? (url.searchParams.get("prefix") ?? "") : path.join("/");
  const seen = { method: isListing ? "LIST" : request.method!, key };
  state.seen.push(seen);
  const body = await bodyOf(request).catch(() => undefined);
  if (body === undefined) return;
  const fault = await state.before(seen);
  if (fault?.kind === "stay silent") return;
  if (fault?.kind === "refuse") return send(response, fault.status, errorText(fault.code), seen);
  if (asked !== bucket) return send(response, 404, errorText("NoSuchBucket"), seen);
  const { status, text, headers } = apply(state, `${bucket}/`, seen, { url, request, body });
  await state.after(seen);
  if (fault?.kind === "lose the answer") return request.socket.destroy();
  send(response, status, text, seen, headers);
}

interface Asked {
  readonly url: URL;
  readonly request: IncomingMessage;
  readonly body: Buffer;
}

interface Answer {
  readonly status: number;
  readonly text: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Runs without waiting for anything, so that a condition and what hangs on it are one step. */
function apply(state: ObjectServer, root: string, { method, key }: SeenRequest, asked: Asked): Answer {
  const there = state.objects.get(root + key);
  if (method === "LIST") return { status: 200, text: listing(state, root, asked.url.searchParams) };
  if (method === "DELETE") {
    state.objects.delete(root + key);
    return { status: 204, text: "" };
  }
  if (method === "PUT") {
    const isConditional = asked.request.headers["if-none-match"] === "*" && state.keepsConditions;
    if (isConditional && there !== undefined) return { status: 412, text: errorText("PreconditionFailed") };
    const kept = { bytes: asked.body, labels: labelsOf(asked.request), modifiedAt: systemClock.now() };
    state.objects.set(root + key, kept);
    return { status: 200, text: "" };
  }
  if (there === undefined) return { status: 404, text: errorText("NoSuchKey") };
  const labels = Object.entries(there.labels).map(([name, value]) => [`x-amz-meta-${name}`, value] as const);
  return { status: 200, text: there.bytes, headers: Object.fromEntries(labels) };
}

const pageSize = 20;

/** Pages are small, so that tests meet more than one. */
function listing({ objects }: ObjectServer, root: string, query: URLSearchParams): string {
  const after = query.get("continuation-token") ?? query.get("start-after") ?? "";
  const keys = [...objects.keys()]
    .filter((key) => key.startsWith(root))
    .map((key) => key.slice(root.length))
    .filter((key) => key.startsWith(query.get("prefix") ?? "") && key > after)
    .sort();
  const page = keys.slice(0, pageSize).map((key) => {
    const { bytes, modifiedAt } = objects.get(root + key)!;
    const modified = new Date(modifiedAt).toISOString();
    return `<Contents><Key>${key}</Key><LastModified>${modified}</LastModified><Size>${bytes.length}</Size></Contents>`;
  });
  const next = keys.length > pageSize ? keys[pageSize - 1] : undefined;
  const more = next === undefined ? "" : `<NextContinuationToken>${next}</NextContinuationToken>`;
  return `<ListBucketResult><IsTruncated>${next !== undefined}</IsTruncated>${page.join("")}${more}</ListBucketResult>`;
}

function labelsOf(request: IncomingMessage): Readonly<Record<string, string>> {
  const start = "x-amz-meta-";
  const found = Object.entries(request.headers).filter(([name]) => name.startsWith(start));
  return Object.fromEntries(found.map(([name, value]) => [name.slice(start.length), String(value)]));
}

function errorText(code: string): string {
  return `<Error><Code>${code}</Code><Message>as the test wants</Message></Error>`;
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function send(
  response: ServerResponse,
  status: number,
  text: string | Buffer,
  { method }: SeenRequest,
  headers: Readonly<Record<string, string>> = {},
): void {
  const length = Buffer.byteLength(text);
  response.writeHead(status, { "content-length": length, ...headers });
  response.end(method === "HEAD" ? undefined : text);
}
