import { expect, test } from "vitest";
import type { Clock } from "../../../connectors/clock.ts";
import { openSchemaRegistry } from "../../../connectors/schema-registry/open-schema-registry.ts";
import type { SchemaRegistry } from "../../../connectors/schema-registry.ts";
import {
  type FakeAnswer,
  fakeSchemaRegistry,
  type SeenRequest,
  unknownSchema,
} from "../../support/fake-schema-registry.ts";

const schema = {
  type: "record",
  name: "Thing",
  fields: [
    { name: "name", type: "string" },
    {
      name: "parts",
      type: { type: "array", items: { type: "record", name: "Part", fields: [{ name: "size", type: "int" }] } },
    },
  ],
};

/** Waits for nothing, and notes for how long it was to wait. */
function impatientClock(): Clock & { readonly waits: number[] } {
  const waits: number[] = [];
  return { waits, now: () => 0, wait: async (ms) => void waits.push(ms) };
}

function registryAt(
  url: string,
  credentials?: { readonly token: string } | { readonly user: string; readonly password: string },
): SchemaRegistry {
  return openSchemaRegistry({ url, credentials, prefix: "", timeoutMs: 2_000 }, impatientClock());
}

async function registryThat(answer: (request: SeenRequest, nth: number) => FakeAnswer) {
  const fake = await fakeSchemaRegistry(answer);
  return { fake, registry: registryAt(fake.url) };
}

function unavailable(message: RegExp) {
  return expect.objectContaining({ code: "REGISTRY_UNAVAILABLE", message: expect.stringMatching(message) });
}

test("register: takes the id of what is there, and registers what is not", async () => {
  const { fake, registry } = await registryThat(({ path }) => {
    if (path === "/subjects/there-value")
      return { status: 200, body: { id: 4, version: 2, subject: "there-value", schema: "" } };
    return path.endsWith("/versions") ? { status: 200, body: { id: 5 } } : unknownSchema;
  });
  expect(await registry.register("there-value", schema)).toBe(4);
  expect(await registry.register("not/there-value", schema)).toBe(5);
  expect(fake.seen.map(({ method, path, body }) => [method, path, body])).toEqual(
    ["/subjects/there-value", "/subjects/not%2Fthere-value", "/subjects/not%2Fthere-value/versions"].map((path) => [
      "POST",
      path,
      { schema: JSON.stringify(schema) },
    ]),
  );
});

test.for([
  [undefined, undefined],
  [{ user: "shop", password: "pä:ss" }, `Basic ${Buffer.from("shop:pä:ss").toString("base64")}`],
  [{ token: "abc" }, "Bearer abc"],
] as const)("register: shows the credentials %j", async ([credentials, authorization]) => {
  const fake = await fakeSchemaRegistry(() => ({ status: 200, body: { id: 4 } }));
  await registryAt(fake.url, credentials).register("a-value", schema);
  expect(fake.seen[0]!.authorization).toBe(authorization);
});

const detail =
  "reader type: STRING not compatible with writer type: INT at /fields/1/type/items/fields/0/type, name at /fields/0";
test.for([
  [409, detail, `the schema registry refuses the schema of "a-value" (409), for "parts.size", "name": "${detail}"`],
  [409, "incompatible", 'the schema registry refuses the schema of "a-value" (409): "incompatible"'],
  [
    409,
    "at /fields/9/type and /fields",
    'the schema registry refuses the schema of "a-value" (409): "at /fields/9/type and /fields"',
  ],
  [422, "", 'the schema registry refuses the schema of "a-value" (422)'],
] as const)("register: names the fields of a refusal, %d %j", async ([status, message, sentence]) => {
  const { registry } = await registryThat(({ path }) =>
    path.endsWith("/versions") ? { status, body: { error_code: status, message } } : unknownSchema,
  );
  const remedy =
    'delete the versions of "a-value" that are not Twinstream\'s, or run the version of Twinstream that wrote them';
  await expect(registry.register("a-value", schema)).rejects.toThrow(
    expect.objectContaining({ code: "SCHEMA_REFUSED", message: `${sentence}; ${remedy}` }),
  );
});

test.for([
  [
    "an unknown user",
    { status: 401, body: { error_code: 401, message: "Unauthorized" } },
    /does not know this program \(401\); set TWINSTREAM_SCHEMA_REGISTRY_USER/,
  ],
  [
    "a missing right",
    { status: 403, body: { error_code: 403, message: "no" } },
    /forbids \/subjects\/a-value \(403\): "no"; give/,
  ],
  [
    "a wrong address",
    { status: 404, body: "<html>" },
    /there is no schema registry at .* \(404 .*ends with \/apis\/ccompat\/v7/,
  ],
  ["a redirection", { status: 302, body: "" }, /there is no schema registry at .* \(302 /],
  ["a web page", { status: 200, body: "<html>" }, /answers with something that is not JSON/],
  ["no id", { status: 200, body: { version: 3 } }, /answers with something that no schema registry says/],
  ["a list", { status: 200, body: [] }, /answers with something that no schema registry says/],
  ["null", { status: 200, body: null }, /answers with something that no schema registry says/],
] as const)("register: %s is told at once", async ([, answer, message]) => {
  const { fake, registry } = await registryThat(() => answer);
  await expect(registry.register("a-value", schema)).rejects.toThrow(unavailable(message));
  expect(fake.seen).toHaveLength(1);
});

test.for([
  ["an error of the server", { status: 500, body: { message: "boom" } }, /answers 500 to \/subjects\/a-value: "boom"/],
  ["too many questions", { status: 429, body: "" }, /answers 429/],
  ["a cut connection", "hang up", /can't be reached \(.*\); check its address/],
] as const)("register: %s is borne twice, and told the third time", async ([, fault, message]) => {
  const passing = await registryThat((_, nth) => (nth <= 2 ? fault : { status: 200, body: { id: 4 } }));
  expect(await passing.registry.register("a-value", schema)).toBe(4);
  const lasting = await registryThat(() => fault);
  await expect(lasting.registry.register("a-value", schema)).rejects.toThrow(unavailable(message));
  expect(lasting.fake.seen).toHaveLength(3);
});

test("register: waits longer before each further try", async () => {
  const fake = await fakeSchemaRegistry(() => ({ status: 503, body: "" }));
  const clock = impatientClock();
  await expect(
    openSchemaRegistry({ url: fake.url, credentials: undefined, prefix: "", timeoutMs: 2_000 }, clock).register(
      "a",
      schema,
    ),
  ).rejects.toThrow();
  expect(clock.waits).toEqual([250, 500]);
});

test("register: says of an address where nothing listens that it can't be reached", async () => {
  const { fake, registry } = await registryThat(() => unknownSchema);
  await fake.stop();
  await expect(registry.register("a-value", schema)).rejects.toThrow(
    unavailable(
      /^the schema registry http:\/\/127\.0\.0\.1:\d+ can't be reached \(ECONNREFUSED\); check its address and that it runs$/,
    ),
  );
});

test("schemaOf: gives the kind and text of an id, and undefined for one that is not known", async () => {
  const { registry } = await registryThat(({ path }) => {
    if (path === "/schemas/ids/1") return { status: 200, body: { schema: '"string"' } };
    if (path === "/schemas/ids/2") return { status: 200, body: { schemaType: "PROTOBUF", schema: "syntax" } };
    return unknownSchema;
  });
  expect(await registry.schemaOf(1)).toEqual({ kind: "AVRO", text: '"string"' });
  expect(await registry.schemaOf(2)).toEqual({ kind: "PROTOBUF", text: "syntax" });
  expect(await registry.schemaOf(3)).toBeUndefined();
});

test("schemaOf: asks no registry for an id that none can have", async () => {
  const { fake, registry } = await registryThat(() => unknownSchema);
  expect([await registry.schemaOf(0), await registry.schemaOf(2 ** 31)]).toEqual([undefined, undefined]);
  expect(fake.seen).toEqual([]);
});

test("schemaOf: a 404 of somebody else on the way is not taken for an unknown id", async () => {
  const { registry } = await registryThat(() => ({ status: 404, body: "no backend" }));
  await expect(registry.schemaOf(1)).rejects.toThrow(unavailable(/404/));
});

test("schemaOf: a registry that never answers is let go of when the signal aborts", async () => {
  const stop = new AbortController();
  const { fake, registry } = await registryThat(() => {
    stop.abort();
    return "silence";
  });
  await expect(registry.schemaOf(1, stop.signal)).rejects.toThrow(unavailable(/can't be reached/));
  expect(fake.seen).toHaveLength(1);
});

test("schemaOf: a registry that never answers is asked three times, each for so long", async () => {
  const fake = await fakeSchemaRegistry(() => "silence");
  const settings = { url: fake.url, credentials: undefined, prefix: "", timeoutMs: 100 };
  await expect(openSchemaRegistry(settings, impatientClock()).schemaOf(1)).rejects.toThrow(
    unavailable(/can't be reached \(no answer in 0\.1 s\)/),
  );
  expect(fake.seen).toHaveLength(3);
});
