import { TwinstreamError } from "../../schemas/errors.ts";
import { fieldsNamed } from "./fields-named.ts";
import type { Answer } from "./http.ts";
import { credentialVariables } from "./settings.ts";

const longestWords = 500;

/** No connection, or no answer in time. */
export function unreachable(url: string, reason: string, cause: unknown): TwinstreamError {
  return unavailable(
    `the schema registry ${url} can't be reached (${reason}); check its address and that it runs`,
    cause,
  );
}

/** An answer that was to be JSON and is not. */
export function notJson(url: string, path: string): TwinstreamError {
  return unavailable(`${url}${path} answers with something that is not JSON; ${addressRemedy}`);
}

/** An answer in JSON that lacks what every schema registry says. */
export function notUnderstood(url: string, path: string): TwinstreamError {
  return unavailable(`${url}${path} answers with something that no schema registry says; ${addressRemedy}`);
}

/** A status that is none of those expected. */
export function unexpectedStatus(url: string, path: string, answer: Answer): TwinstreamError {
  const { status } = answer;
  if (status === 401)
    return unavailable(`the schema registry ${url} does not know this program (401); set ${credentialVariables}`);
  if (status === 403)
    return unavailable(
      `the schema registry ${url} forbids ${path} (403)${ownWords(answer)}; give this program the right to read and register schemas`,
    );
  if (status === 404 || (status >= 300 && status < 400))
    return unavailable(`there is no schema registry at ${url} (${status} for ${path}); ${addressRemedy}`);
  return unavailable(
    `the schema registry ${url} answers ${status} to ${path}${ownWords(answer)}; look into what it logs`,
  );
}

/** A schema that the registry does not take. */
export function refused(subject: string, schema: object, answer: Answer): TwinstreamError {
  const fields = fieldsNamed(messageOf(answer), schema);
  const where = fields.length === 0 ? "" : `, for ${fields.map((field) => `"${field}"`).join(", ")}`;
  const remedy = `delete the versions of "${subject}" that are not Twinstream's, or run the version of Twinstream that wrote them`;
  return new TwinstreamError(
    "SCHEMA_REFUSED",
    `the schema registry refuses the schema of "${subject}" (${answer.status})${where}${ownWords(answer)}; ${remedy}`,
  );
}

const addressRemedy =
  "check the address: it is that of the Confluent API, which ends with /apis/ccompat/v7 at an Apicurio Registry";

function unavailable(message: string, cause?: unknown): TwinstreamError {
  return new TwinstreamError("REGISTRY_UNAVAILABLE", message, cause);
}

/** What the registry itself says, shortened. */
function ownWords(answer: Answer): string {
  const message = messageOf(answer);
  if (message === "") return "";
  return `: "${message.length > longestWords ? `${message.slice(0, longestWords)} …` : message}"`;
}

function messageOf({ body }: Answer): string {
  const { message } = (body ?? {}) as { readonly message?: unknown };
  return typeof message === "string" ? message : "";
}
