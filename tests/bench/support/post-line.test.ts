import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import { openPostLine } from "../../../bench/support/post-line.ts";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function lineTo(answer: RequestListener) {
  const server = createServer(answer).listen(0, "127.0.0.1");
  await once(server, "listening");
  const line = await openPostLine(new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/score`));
  closers.push(line.close, () => server.close());
  return line;
}

describe("a line of requests", () => {
  it("sends one request after the other, each as a POST with its JSON", async () => {
    const sent: unknown[] = [];
    const line = await lineTo(async (request, response) => {
      sent.push([request.method, request.url, request.headers["content-type"], await text(request)]);
      response.end("{}");
    });
    for (const body of ['{"query":"lámpara"}', "[]"]) await line.ask(line.request(body));
    expect(sent).toEqual([
      ["POST", "/api/score", "application/json", '{"query":"lámpara"}'],
      ["POST", "/api/score", "application/json", "[]"],
    ]);
  });

  it("waits for the last piece of an answer", async () => {
    const order: string[] = [];
    const line = await lineTo((_, response) => {
      const pieces = ["a".repeat(10), "b".repeat(100_000), "c"];
      response.writeHead(200, { "content-length": 100_011 });
      const next = () => {
        const piece = pieces.shift();
        if (piece === undefined) return response.end();
        if (pieces.length === 0) order.push("last piece");
        response.write(piece, () => setImmediate(next));
      };
      next();
    });
    await line.ask(line.request("{}"));
    order.push("answered");
    expect(order).toEqual(["last piece", "answered"]);
  });

  it("rejects with an answer that is no success, and goes on", async () => {
    let status = 503;
    const line = await lineTo((_, response) => {
      response.statusCode = status;
      response.end("no model scores yet");
      status = 200;
    });
    await expect(line.ask(line.request("{}"))).rejects.toThrow(/503.*no model scores yet/s);
    await expect(line.ask(line.request("{}"))).resolves.toBeUndefined();
  });

  it("rejects an answer that doesn't say its length", async () => {
    const line = await lineTo((_, response) => {
      response.write("{");
      response.end("}");
    });
    await expect(line.ask(line.request("{}"))).rejects.toThrow(/chunked/);
  });

  it("rejects when the server closes the connection", async () => {
    const line = await lineTo((request) => request.socket.destroy());
    await expect(line.ask(line.request("{}"))).rejects.toThrow(/closed the connection|ECONNRESET/);
  });
});
