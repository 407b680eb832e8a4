import { Option } from "commander";
import { type SchemaRegistrySettings, schemaRegistrySettings } from "../connectors/schema-registry/settings.ts";

const variable = "TWINSTREAM_SCHEMA_REGISTRY";

/** `--registry URL`, for commands with a running pipeline; others take the variable. */
export function registryOption(): Option {
  return new Option("--registry <url>", "the Confluent API of a schema registry (default: schema ids are hashes)").env(
    variable,
  );
}

/** The registry at an address, by default that of the environment; undefined where none is named. Throws WRONG_USAGE. */
export function registrySettings(address = process.env[variable]): SchemaRegistrySettings | undefined {
  return address ? schemaRegistrySettings(address, process.env) : undefined;
}
