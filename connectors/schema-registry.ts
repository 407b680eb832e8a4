import type { RegisteredSchema } from "../schemas/codec.ts";

/** Keeps the schemas that records are written with, each under an id that never changes its meaning. */
export interface SchemaRegistry {
  /** Where it is, for sentences; without secrets. */
  readonly url: string;
  /**
   * The id of a schema under a subject, which is registered where the registry has it not. Throws SCHEMA_REFUSED where
   * it is incompatible with earlier ones, REGISTRY_UNAVAILABLE where the registry can't be asked.
   */
  register(subject: string, schema: object): Promise<number>;
  /** What stands under an id; undefined where the registry has no such id. Throws REGISTRY_UNAVAILABLE, also when the signal aborts. */
  schemaOf(id: number, signal?: AbortSignal): Promise<RegisteredSchema | undefined>;
}
