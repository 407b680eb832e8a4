import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestProject } from "vitest/node";
import { startKafka } from "../../bench/support/servers/kafka-broker.ts";
import { startObjectStorage } from "../../bench/support/servers/object-storage-server.ts";
import { startSchemaRegistry } from "../../bench/support/servers/schema-registry-server.ts";
import { startDemoShop } from "./demo-shop-server.ts";

/** What all test files of a run use together: names on them need a prefix that nobody else has. */
export interface SharedServers {
  /** One broker, as `host:port`. */
  readonly kafka: { readonly brokers: readonly string[] };
  /** The Confluent API of a schema registry. */
  readonly registry: { readonly url: string };
  /** S3, and the bucket that is there. */
  readonly storage: { readonly url: string; readonly bucket: string };
  /** A running demo shop with its page. What one test changes of it the others see. */
  readonly shop: { readonly url: string };
}

declare module "vitest" {
  interface ProvidedContext {
    /** Where a test file asks for a shared server, by its name in the path. */
    readonly sharedServers: string;
  }
}

interface Stoppable {
  stop(): Promise<void>;
}

/** Runs before all test files: each server is started when the first of them asks for it, and ended after the last. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const started = new Map<string, Promise<Stoppable>>();
  const door = createServer(async (request, response) => {
    const name = request.url!.slice(1);
    try {
      if (!started.has(name)) started.set(name, start(name));
      response.end(JSON.stringify(await started.get(name)));
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  });
  door.listen(0, "127.0.0.1");
  await once(door, "listening");
  project.provide("sharedServers", `http://127.0.0.1:${(door.address() as AddressInfo).port}`);
  return async () => {
    door.close();
    const outcomes = await Promise.allSettled(started.values());
    await Promise.all(outcomes.map(async (outcome) => outcome.status === "fulfilled" && outcome.value.stop()));
  };
}

function start(name: string): Promise<Stoppable> {
  const starts: { readonly [name in keyof SharedServers]: () => Promise<SharedServers[name] & Stoppable> } = {
    kafka: startKafka,
    registry: startSchemaRegistry,
    storage: startObjectStorage,
    shop: startDemoShop,
  };
  return starts[name as keyof SharedServers]();
}
