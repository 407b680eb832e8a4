import type { TwinstreamError } from "../../schemas/errors.ts";
import type { Clock } from "../clock.ts";
import { notJson, unexpectedStatus, unreachable } from "./sentences.ts";
import type { RegistryCredentials, SchemaRegistrySettings } from "./settings.ts";

/** What is asked of a registry. */
export interface Question {
  readonly method: "GET" | "POST";
  /** From the API's beginning, such as `/schemas/ids/1`. */
  readonly path: string;
  readonly body?: object;
  readonly signal?: AbortSignal | undefined;
}

/** What a registry answered: the status, and the body's JSON, undefined where it is none. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Asks a registry. Throws REGISTRY_UNAVAILABLE where there is no answer that could be understood. */
export type Ask = (question: Question) => Promise<Answer>;

const tries = 3;
const firstWaitMs = 250;
const contentType = "application/vnd.schemaregistry.v1+json";

/** Asks with the credentials of the settings. What may pass by itself (no connection, no answer in time, 429, 5xx) is tried three times. */
export function makeAsk(settings: SchemaRegistrySettings, clock: Clock): Ask {
  return async (question) => {
    for (let attempt = 1; ; attempt++) {
      const answer = await askOnce(settings, question);
      if (!("failed" in answer)) return answer;
      if (attempt === tries || question.signal?.aborted) throw answer.failed;
      await clock.wait(firstWaitMs * 2 ** (attempt - 1), question.signal);
    }
  };
}

/** An answer, or what went wrong that may pass. Throws what will not pass by itself. */
async function askOnce(
  { url, credentials, timeoutMs }: SchemaRegistrySettings,
  { method, path, body, signal }: Question,
): Promise<Answer | { readonly failed: TwinstreamError }> {
  const timeOut = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: { accept: contentType, "content-type": contentType, ...authorization(credentials) },
      body: body === undefined ? null : JSON.stringify(body),
      redirect: "manual", // following one would make a GET of a POST
      signal: signal === undefined ? timeOut : AbortSignal.any([signal, timeOut]),
    });
    const answer = { status: response.status, body: parsed(await response.text()) };
    if (answer.status === 429 || answer.status >= 500) return { failed: unexpectedStatus(url, path, answer) };
    if (response.ok && answer.body === undefined) throw notJson(url, path);
    return answer;
  } catch (error) {
    if (!isOfNetwork(error)) throw error;
    return {
      failed: unreachable(url, timeOut.aborted ? `no answer in ${timeoutMs / 1000} s` : reasonOf(error), error),
    };
  }
}

function authorization(credentials: RegistryCredentials | undefined): { authorization?: string } {
  if (credentials === undefined) return {};
  if ("token" in credentials) return { authorization: `Bearer ${credentials.token}` };
  const { user, password } = credentials;
  return { authorization: `Basic ${Buffer.from(`${user}:${password}`).toString("base64")}` };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a proxy's page, for one
  }
}

/** `fetch` throws a TypeError where a connection fails, and what the signal says where it is aborted. */
function isOfNetwork(error: unknown): error is Error {
  return error instanceof Error && ["TypeError", "AbortError", "TimeoutError"].includes(error.name);
}

function reasonOf({ cause }: Error): string {
  const { code, message } = (cause ?? {}) as { readonly code?: string; readonly message?: string };
  return code ?? message ?? "no connection";
}
