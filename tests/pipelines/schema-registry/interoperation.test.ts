import { randomUUID } from "node:crypto";
import { COMPATIBILITY, SchemaType, SchemaRegistry as StandardClient } from "@kafkajs/confluent-schema-registry";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { openSchemaRegistry } from "../../../connectors/schema-registry/open-schema-registry.ts";
import type { SchemaRegistrySettings } from "../../../connectors/schema-registry/settings.ts";
import { withSchemaRegistry } from "../../../pipelines/schema-registry/with-schema-registry.ts";
import { createMemoryLog, createVirtualClock, taken } from "../../../pipelines/testing.ts";
import { codecs } from "../../../schemas/codec.ts";
import { currentSchemas } from "../../../schemas/generated/events.ts";
import { type TopicName, topicNames, topics } from "../../../schemas/topics.ts";
import { arbitraryEvent } from "../../support/arbitrary-events.ts";
import { describeWithRegistry } from "../../support/describe-with-servers.ts";
import { aSearch } from "../../support/events.ts";

const prefix = `shop-${randomUUID()}.`;
const clock = createVirtualClock(0);

/** A shop's own idea of a search: another namespace, a field of its own, none of those that have defaults. */
const shopSchema = {
  type: "record",
  name: "SearchEvent",
  namespace: "com.shop",
  fields: [
    { name: "query", type: "string" },
    { name: "channel", type: { type: "enum", name: "Channel", symbols: ["WEB", "APP"] }, default: "WEB" },
    { name: "eventId", type: "string" },
    { name: "time", type: { type: "long", logicalType: "timestamp-millis" } },
    { name: "source", type: "string" },
    {
      name: "products",
      type: {
        type: "array",
        items: {
          type: "record",
          name: "ShownProduct",
          fields: [
            { name: "productId", type: "string" },
            { name: "title", type: "string" },
            { name: "position", type: "int" },
            { name: "price", type: ["null", "double"], default: null },
            { name: "stock", type: "int", default: 0 },
          ],
        },
      },
    },
  ],
} as const;

/** What others read as lists of floats is of one piece here. */
function asOurs<Read extends object>(read: Read): Read {
  if (!("products" in read)) return read;
  const products = read.products as readonly { readonly features?: readonly number[] | null }[];
  const inOnePiece = products.map((product) =>
    Array.isArray(product.features) ? { ...product, features: Float32Array.from(product.features) } : product,
  );
  return { ...read, products: inOnePiece };
}

describeWithRegistry("schema registry", (registry) => {
  const settings = (): SchemaRegistrySettings => ({
    url: registry().url,
    credentials: undefined,
    prefix,
    timeoutMs: 10_000,
  });
  const standardClient = () => new StandardClient({ host: registry().url });
  const openLog = async () => {
    const log = createMemoryLog({ clock, partitions: 1 });
    await log.createTopics(topics);
    return withSchemaRegistry(log, settings(), { clock, notice() {} });
  };
  beforeAll(async () => void (await openLog()), 60_000);

  test("registry: gives a process that comes later the same ids", async () => {
    const before = topicNames.map((topic) => codecs[topic].schemaId);
    await openLog();
    expect(topicNames.map((topic) => codecs[topic].schemaId)).toEqual(before);
  });

  test.for(topicNames)("registry: a standard client reads what is written to %s", async (topic) => {
    const client = standardClient();
    for (const event of fc.sample(arbitraryEvent[topic] as fc.Arbitrary<never>, { seed: 4, numRuns: 20 })) {
      const bytes = codecs[topic].encode(event);
      const read = asOurs(await client.decode(Buffer.from(bytes)));
      expect(codecs[topic].encode(read as never)).toEqual(bytes);
    }
  });

  test("registry: what a standard client writes with our schema is read", async () => {
    const client = standardClient();
    const id = await client.getLatestSchemaId(`${prefix}searches-value`);
    const log = await openLog();
    await log.append([
      { topic: "searches", key: null, value: await client.encode(id, aSearch({ eventId: "their client" })) },
    ]);
    expect(await taken(log, "searches")).toEqual([expect.objectContaining(aSearch({ eventId: "their client" }))]);
  });

  test("registry: what a standard client writes with a compatible schema of its own is read by Avro's rules", async () => {
    const client = standardClient();
    const subject = `${prefix}searches-value`;
    // This client wants to be told what the subject itself has for a rule: none, that of the whole registry counts.
    const asRegistry = { compatibility: COMPATIBILITY.NONE };
    const { id } = await client.register(
      { type: SchemaType.AVRO, schema: JSON.stringify(shopSchema) },
      { subject, ...asRegistry },
    );
    const product = { productId: "p1", title: "Oak shelf", position: 1, price: 2.5 };
    const products = [{ ...product, stock: 3 }];
    const event = { query: "oak shelf", channel: "APP", eventId: "s1", time: 5, source: "shop", products };
    const log = await openLog();
    await log.append([{ topic: "searches", key: null, value: await client.encode(id, event) }]);
    const [read] = await taken(log, "searches");
    expect(JSON.parse(JSON.stringify(read))).toEqual({
      eventId: "s1",
      time: 5,
      source: "shop",
      sessionId: null,
      userId: null,
      query: "oak shelf",
      products: [{ ...product, brand: null, category: null, attributes: {} }],
    });
  });

  test("registry: an incompatible schema is refused with the names of its fields", async () => {
    const { fields, ...rest } = currentSchemas.labels;
    const changed = {
      ...rest,
      fields: [
        ...fields.map((field) => (field.name === "time" ? { ...field, type: "string" } : field)),
        { name: "store", type: "string" },
      ],
    };
    const subject: TopicName = "labels";
    await expect(openSchemaRegistry(settings(), clock).register(`${prefix}${subject}-value`, changed)).rejects.toThrow(
      expect.objectContaining({
        code: "SCHEMA_REFUSED",
        message: expect.stringMatching(
          /^the schema registry refuses the schema of "shop-.*labels-value" \(409\), for "(time", "store|store", "time)": /,
        ),
      }),
    );
  });

  test("registry: an id that it never gave is unknown", async () => {
    expect(await openSchemaRegistry(settings(), clock).schemaOf(2 ** 31 - 1)).toBeUndefined();
  });
});
