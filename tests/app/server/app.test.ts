import { connect } from "node:net";
import { text as readAll } from "node:stream/consumers";
import { expect, test } from "vitest";
import { route } from "../../../app/server/routes/route.ts";
import { list, number, object, oneOf, text, whole, words } from "../../../app/server/shape.ts";
import { TwinstreamError } from "../../../schemas/errors.ts";
import { servedRoutes } from "../../support/served.ts";

const echo = route({
  method: "POST",
  path: "/api/echo/:place",
  role: "read",
  summary: "Says what it was told.",
  place: object({ place: whole({ maximum: 9 }) }),
  query: object({}, { size: oneOf(["small", "large"]) }),
  body: object({ name: words(10), prices: list(number()) }),
  answer: object({ told: text(), total: number() }),
  handle: ({ place: { place }, query: { size = "small" }, body: { name, prices } }) => ({
    told: `${name} at ${place}, ${size}`,
    total: prices.reduce((sum, price) => sum + price, 0),
    secret: "not told",
  }),
});

const failing = (thrown: unknown) =>
  route({
    method: "GET",
    path: "/api/fail",
    role: "read",
    summary: "Fails.",
    answer: object({}),
    handle: () => {
      throw thrown;
    },
  });

const json = { "content-type": "application/json" };
const fitting = JSON.stringify({ name: "tap", prices: [1, 2.5] });

test("route: is given what was asked as its shapes say, and answers only what its shape names", async () => {
  const { app } = await servedRoutes([echo]);
  const answer = await app.inject({
    method: "POST",
    url: "/api/echo/7?size=large",
    headers: json,
    payload: fitting,
  });
  expect([answer.statusCode, answer.json()]).toEqual([200, { told: "tap at 7, large", total: 3.5 }]);
  expect(answer.headers).toMatchObject({
    "content-security-policy": expect.stringContaining("default-src 'none'"),
    "x-content-type-options": "nosniff",
  });
});

const tooLarge = JSON.stringify({ name: "tap", prices: Array(300_000).fill(1_000) });

test.for([
  { what: "no JSON", payload: "{", says: "the body is not JSON" },
  { what: "nothing", payload: "", says: "the body is empty" },
  { what: "no UTF-8", payload: Buffer.from([0x22, 0xff, 0x22]), says: "the body is not UTF-8; encode it so" },
  { what: "a prototype", payload: '{"__proto__":{"a":1}}', says: "the body is not JSON" },
  { what: "another type", type: "text/plain", payload: "a", status: 415, says: "content-type: application/json" },
  { what: "no type", type: undefined, payload: fitting, status: 415, says: "content-type: application/json" },
  { what: "too much", payload: tooLarge, status: 413, says: "send less at once" },
  { what: "null", payload: "null", says: "body must be object" },
  { what: "a field too few", payload: '{"name":"a"}', says: "body must have required property 'prices'" },
  { what: "a field too many", payload: '{"name":"a","prices":[],"b":1}', says: 'additional properties: "b"' },
  { what: "a text for a number", payload: '{"name":"a","prices":["1"]}', says: "body/prices/0 must be number" },
  { what: "a blank text", payload: '{"name":" ","prices":[]}', says: "body/name must match pattern" },
  { what: "a place that is none", url: "/api/echo/tap", payload: fitting, says: "path/place must be integer" },
  { what: "a place too high", url: "/api/echo/10", payload: fitting, says: "path/place must be <= 9" },
  { what: "an unknown choice", url: "/api/echo/1?size=a", payload: fitting, says: "values: small, large" },
  {
    what: "an unknown address",
    url: "/api/eco?a=b",
    payload: fitting,
    status: 404,
    says: "POST /api/eco leads nowhere",
  },
  { what: "an address that is broken", url: "/api/echo/%ff", payload: fitting, says: "can't be read" },
  { what: "another method", method: "PUT", payload: "a", type: "text/plain", status: 405, says: "use POST" },
] as const)("a request with $what is refused with what to do", async ({ says, ...asked }) => {
  const { url = "/api/echo/1", status = 400, method = "POST", payload } = asked as Asking;
  const type = "type" in asked ? asked.type : "application/json";
  const { app, faults } = await servedRoutes([echo]);
  const headers = type === undefined ? {} : { "content-type": type };
  const answer = await app.inject({ method, url, headers, payload });
  expect(answer.headers["content-type"]).toBe("application/problem+json; charset=utf-8");
  const problem = answer.json();
  expect(problem).toMatchObject({ status, detail: expect.stringContaining(says) });
  expect(problem).toMatchObject({ type: `/api#${problem.code}`, title: expect.stringMatching(/\.$/) });
  expect([answer.statusCode, faults]).toEqual([status, []]);
});

interface Asking {
  readonly url?: string;
  readonly status?: number;
  readonly method?: "PUT";
  readonly payload: string | Buffer;
}

test("a method that an address does not take is told with those that it does", async () => {
  const { app } = await servedRoutes([failing(new Error("never"))]);
  const { statusCode, headers } = await app.inject({ method: "DELETE", url: "/api/fail" });
  expect([statusCode, headers.allow]).toEqual([405, "GET, HEAD"]);
});

test("a fault of the program: the caller learns that it is one and nothing of it, whoever runs the server all", async () => {
  const bug = new Error("can't read /etc/passwd");
  const { app, faults } = await servedRoutes([failing(bug)]);
  const answer = await app.inject("/api/fail");
  expect([answer.statusCode, answer.json().code, faults]).toEqual([500, "FAULT", [bug]]);
  expect(answer.body).not.toMatch(/passwd|app\.test|\.ts/);
});

test("an error: its code goes to the caller, a path in its message does not", async () => {
  const missing = new TwinstreamError("MODEL_NOT_FOUND", 'no model "a-1" in "/srv/data"');
  const { app, faults } = await servedRoutes([failing(missing)]);
  const answer = await app.inject("/api/fail");
  expect(answer.json()).toEqual({
    type: "/api#MODEL_NOT_FOUND",
    title: "There is no such thing.",
    status: 404,
    detail: "no model has that reference; GET /api/models lists those that there are",
    code: "MODEL_NOT_FOUND",
  });
  expect(faults).toEqual([]);
});

test("what is no HTTP is answered as a problem", async () => {
  const { app } = await servedRoutes([echo]);
  const { port } = new URL(await app.listen({ host: "127.0.0.1", port: 0 }));
  const say = async (words: string) => {
    const socket = connect(Number(port), "127.0.0.1");
    socket.end(words);
    return await readAll(socket);
  };
  expect(await say("what?\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 .*application\/problem\+json.*MALFORMED_REQUEST/s);
  expect(await say(`GET / HTTP/1.1\r\nhost: a\r\na: ${"a".repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
});
