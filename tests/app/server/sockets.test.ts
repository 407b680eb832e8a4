import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { text as readAll } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { route } from "../../../app/server/routes/route.ts";
import { object, text, whole } from "../../../app/server/shape.ts";
import { servedRoutes } from "../../support/served.ts";

const patience = { headersMs: 200, requestMs: 400, silentMs: 600, lookMs: 20 };

const measure = route({
  method: "POST",
  path: "/api/measure",
  role: "read",
  summary: "Says how long a text is.",
  body: object({ text: text() }),
  answer: object({ length: whole() }),
  handle: ({ body }) => ({ length: body.text.length }),
});

/** An answer that goes on for as long as it is read. */
function endless() {
  let hasLeft = false;
  const described = route({
    method: "GET",
    path: "/api/endless",
    role: "read",
    summary: "Answers without an end.",
    answer: object({}),
    handle: () =>
      new Response(
        new ReadableStream({
          pull: (controller) => controller.enqueue(new Uint8Array(2 ** 16)),
          cancel() {
            hasLeft = true;
          },
        }),
      ),
  });
  return { described, left: () => hasLeft };
}

/** A server behind a socket, which has little patience. */
async function listening() {
  const { described, left } = endless();
  const { app, faults } = await servedRoutes([measure, described], {}, { patience });
  const address = await app.listen({ host: "127.0.0.1", port: 0 });
  const dial = () => {
    const socket = connect(Number(new URL(address).port), "127.0.0.1");
    onTestFinished(() => void socket.destroy());
    // who is cut off while he still sends is told so by the system
    return socket.on("error", () => {});
  };
  const connections = () => new Promise((resolve) => app.server.getConnections((_, count) => resolve(count)));
  const body = JSON.stringify({ text: "ceiling fan" });
  const headers = { "content-type": "application/json" };
  const measured = async () => (await fetch(`${address}/api/measure`, { method: "POST", headers, body })).json();
  return { dial, connections, measured, faults, left };
}

function head(length: string): string {
  return `POST /api/measure HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n${length}\r\n\r\n`;
}

/** Sends a few bytes again and again, for as long as somebody takes them. */
function dribble(socket: Socket, bytes: string): void {
  const timer = setInterval(() => socket.writable && socket.write(bytes), 20);
  socket.once("close", () => clearInterval(timer));
}

test.each([
  ["headers", "GET /api/measure HTTP/1.1\r\nhost: localhost\r\nx: ", "a"],
  ["a body", `${head("content-length: 1000000")}{"text": "`, "a"],
  ["a body in chunks", `${head("transfer-encoding: chunked")}1\r\n{\r\n`, "1\r\na\r\n"],
])(
  "slow clients: %s that come a few bytes at a time are ended, and others are answered meanwhile",
  async (_, begin, bytes) => {
    const { dial, connections, measured, faults } = await listening();
    const sockets = Array.from({ length: 20 }, dial);
    for (const socket of sockets) {
      socket.write(begin);
      dribble(socket, bytes);
    }
    expect(await measured()).toEqual({ length: 11 });
    for (const answer of await Promise.all(sockets.map(readAll)))
      expect(answer).toMatch(/^HTTP\/1\.1 408 .*application\/problem\+json.*"TOO_SLOW"/s);
    expect(await measured()).toEqual({ length: 11 });
    await expect.poll(connections).toBeLessThan(2);
    expect(faults).toEqual([]);
  },
);

test("huge bodies: one that is announced is refused before it comes, one that is not once it is too large", async () => {
  const { dial, measured, faults } = await listening();
  const announced = dial();
  announced.write(head("content-length: 99999999999"));
  expect(await readAll(announced)).toMatch(/^HTTP\/1\.1 413 .*"BODY_TOO_LARGE"/s);
  const endless = dial();
  endless.write(head("transfer-encoding: chunked"));
  const chunk = `10000\r\n${"a".repeat(0x10000)}\r\n`;
  let sent = 0;
  const pour = () => {
    while (endless.writable && sent < 1_000 && endless.write(chunk)) sent++;
  };
  endless.on("drain", pour);
  pour();
  expect(await readAll(endless)).toMatch(/^HTTP\/1\.1 413 .*"BODY_TOO_LARGE"/s);
  expect(sent).toBeLessThan(1_000);
  expect(await measured()).toEqual({ length: 11 });
  expect(faults).toEqual([]);
});

test.each([
  ["the body", `${head("connection: close\r\ncontent-length: 14")}{"text":"\u00ff\u00c0\u00af"}`],
  ["the address", "GET /api/\u00ff\u00c0\u00af HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"],
  ["the query", "GET /api/measure?text=%ff%c0%af HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"],
])("broken UTF-8: in %s it is a problem of the request", async (_, request) => {
  const { dial, faults } = await listening();
  const socket = dial();
  socket.write(request, "latin1");
  expect(await readAll(socket)).toMatch(/^HTTP\/1\.1 4\d\d .*application\/problem\+json/s);
  expect(faults).toEqual([]);
});

test("aborted requests: whoever leaves half-way is forgotten, and it is nobody's fault", async () => {
  const { dial, connections, measured, faults } = await listening();
  for (const begin of ["POST", head("content-length: 1000"), `${head("content-length: 1000")}{"text": "`]) {
    const [reset, closed] = [dial(), dial()];
    for (const socket of [reset, closed]) await new Promise((sent) => socket.write(begin, sent));
    reset.resetAndDestroy();
    closed.destroy();
  }
  expect(await measured()).toEqual({ length: 11 });
  await expect.poll(connections).toBeLessThan(2);
  expect(faults).toEqual([]);
});

test("slow readers: who takes no more of an answer loses his socket, and what makes it is told", async () => {
  const { dial, connections, left } = await listening();
  const socket = dial();
  socket.write("GET /api/endless HTTP/1.1\r\nhost: localhost\r\n\r\n");
  await once(socket, "readable");
  expect(left()).toBe(false);
  await expect.poll(connections, { timeout: 5_000 }).toBe(0);
  expect(left()).toBe(true);
});
