import { TwinstreamError } from "../../schemas/errors.ts";

/** How a schema registry is reached; plain data, so that worker threads can be sent it. Holds secrets: it is never printed or logged. */
export interface SchemaRegistrySettings {
  /** Where its Confluent API begins, without a slash at the end and without secrets. */
  readonly url: string;
  /** Who this program is; undefined where the registry does not ask. */
  readonly credentials: RegistryCredentials | undefined;
  /** Stands before each subject, as it does before the names of topics; empty for none. */
  readonly prefix: string;
  /** How long it may take to answer one question, milliseconds. */
  readonly timeoutMs: number;
}

const defaultTimeoutMs = 5_000;

/** What a registry is shown: a name and password (HTTP basic), or a token (HTTP bearer). */
export type RegistryCredentials = { readonly user: string; readonly password: string } | { readonly token: string };

/** Names of the variables that hold what nobody else should see. */
const variables = {
  user: "TWINSTREAM_SCHEMA_REGISTRY_USER",
  password: "TWINSTREAM_SCHEMA_REGISTRY_PASSWORD",
  token: "TWINSTREAM_SCHEMA_REGISTRY_TOKEN",
} as const;

/** The settings for a registry's address, with the credentials that the environment holds. Throws WRONG_USAGE. */
export function schemaRegistrySettings(address: string, environment: NodeJS.ProcessEnv): SchemaRegistrySettings {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !["http:", "https:"].includes(url.protocol))
    throw wrong("the address of the schema registry must begin with http:// or https://");
  if (url.username !== "" || url.password !== "")
    throw wrong(
      `the address of the schema registry holds a name or password; give them as ${variables.user} and ${variables.password}`,
    );
  if (url.search !== "" || url.hash !== "")
    throw wrong('the address of the schema registry must end with its path, without "?" or "#"');
  return {
    url: url.href.replace(/\/+$/, ""),
    credentials: credentialsOf(environment),
    prefix: "",
    timeoutMs: defaultTimeoutMs,
  };
}

function credentialsOf(environment: NodeJS.ProcessEnv): RegistryCredentials | undefined {
  const [user, password, token] = [variables.user, variables.password, variables.token].map(
    (name) => environment[name] || undefined,
  );
  if (token !== undefined) {
    if (user !== undefined || password !== undefined)
      throw wrong(`set either ${variables.token} or ${variables.user} and ${variables.password}`);
    // Node.js would refuse it later in a sentence that repeats it.
    if (!/^[!-~]+$/.test(token))
      throw wrong(`${variables.token} holds a space, a line break or another such character`);
    return { token };
  }
  if (user === undefined && password === undefined) return undefined;
  if (user === undefined || password === undefined)
    throw wrong(`${variables.user} and ${variables.password} belong together; set both`);
  return { user, password };
}

function wrong(message: string): TwinstreamError {
  return new TwinstreamError("WRONG_USAGE", message);
}

/** The names of the variables, for sentences that say what to set. */
export const credentialVariables = `${variables.user} and ${variables.password}, or ${variables.token}`;
