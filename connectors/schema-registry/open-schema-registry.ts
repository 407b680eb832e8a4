import type { RegisteredSchema } from "../../schemas/codec.ts";
import type { Clock } from "../clock.ts";
import type { SchemaRegistry } from "../schema-registry.ts";
import { type Answer, makeAsk } from "./http.ts";
import { notUnderstood, refused, unexpectedStatus } from "./sentences.ts";
import type { SchemaRegistrySettings } from "./settings.ts";

/** Ids are 32-bit numbers above 0 at every registry; one of Java answers 404 without its own code to a larger one. */
const largestId = 2 ** 31 - 1;

/** A registry with the API of Confluent's: theirs, Apicurio, Karapace, Redpanda. Nothing is asked yet. */
export function openSchemaRegistry(settings: SchemaRegistrySettings, clock: Clock): SchemaRegistry {
  const { url } = settings;
  const ask = makeAsk(settings, clock);
  return {
    url,
    // Looked up first, so that one who may only read can work with what was registered for him.
    async register(subject, schema) {
      const path = `/subjects/${encodeURIComponent(subject)}`;
      const body = { schema: JSON.stringify(schema) };
      const found = await ask({ method: "POST", path, body });
      if (found.status === 200) return idOf(url, path, found);
      if (!isUnknown(found)) throw unexpectedStatus(url, path, found);
      const versions = `${path}/versions`;
      const registered = await ask({ method: "POST", path: versions, body });
      if (registered.status === 200) return idOf(url, versions, registered);
      if (registered.status === 409 || registered.status === 422) throw refused(subject, schema, registered);
      throw unexpectedStatus(url, versions, registered);
    },
    async schemaOf(id, signal) {
      if (id < 1 || id > largestId) return undefined;
      const path = `/schemas/ids/${id}`;
      const found = await ask({ method: "GET", path, signal });
      if (found.status === 200) return schemaIn(url, path, found);
      if (isUnknown(found)) return undefined;
      throw unexpectedStatus(url, path, found);
    },
  };
}

/** A registry says that it does not know something with an error code beside the status; a 404 without one is of somebody else on the way. */
function isUnknown({ status, body }: Answer): boolean {
  return status === 404 && typeof (body as { readonly error_code?: unknown } | null)?.error_code === "number";
}

function idOf(url: string, path: string, { body }: Answer): number {
  const { id } = (body ?? {}) as { readonly id?: unknown };
  if (typeof id !== "number" || !Number.isInteger(id) || id < 1 || id > largestId) throw notUnderstood(url, path);
  return id;
}

function schemaIn(url: string, path: string, { body }: Answer): RegisteredSchema {
  const { schema: text, schemaType: kind = "AVRO" } = (body ?? {}) as {
    readonly schema?: unknown;
    readonly schemaType?: unknown;
  };
  if (typeof text !== "string" || typeof kind !== "string") throw notUnderstood(url, path);
  return { kind, text };
}
