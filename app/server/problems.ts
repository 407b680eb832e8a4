import { type ErrorCode, TwinstreamError } from "../../schemas/errors.ts";
import { list, object, text, type ValueOf, whole } from "./shape.ts";

/** What can be wrong with a request, or with the server while it answers; the codes of errors are the others. */
export const requestProblems = {
  MALFORMED_REQUEST: { status: 400, title: "The request can't be read." },
  INVALID_REQUEST: { status: 400, title: "The request is not what this address takes." },
  NO_TOKEN: { status: 401, title: "Nobody is known by this token." },
  FORBIDDEN: { status: 403, title: "This token does not allow it." },
  FOREIGN_PAGE: { status: 403, title: "The request comes from a page that may not ask." },
  NO_SUCH_ADDRESS: { status: 404, title: "There is nothing at this address." },
  NO_SUCH_PRODUCT: { status: 404, title: "The catalog has no such product." },
  NOT_RECOGNISED: { status: 404, title: "No model has recognised the product." },
  NO_RECOMMENDER: { status: 404, title: "No two-tower model is in use." },
  NO_SUCH_LETTER: { status: 404, title: "There is no such dead letter." },
  WRONG_METHOD: { status: 405, title: "This address takes another method." },
  TOO_SLOW: { status: 408, title: "The request took too long to arrive." },
  NO_EARLIER_CHAMPION: { status: 409, title: "There is no earlier champion." },
  NO_CHALLENGER: { status: 409, title: "There is no challenger." },
  GATE_REFUSED: { status: 409, title: "The model is not promoted." },
  BODY_TOO_LARGE: { status: 413, title: "The body is larger than this address takes." },
  WRONG_MEDIA_TYPE: { status: 415, title: "The body is of a type that this address does not take." },
  TOO_MANY_REQUESTS: { status: 429, title: "Too many requests came from this address." },
  HEADERS_TOO_LARGE: { status: 431, title: "The headers are larger than the server takes." },
  FAULT: { status: 500, title: "A fault of the program itself." },
  NOT_READY: { status: 503, title: "The server has not begun, or is about to end." },
  TOO_MANY_WATCHERS: { status: 503, title: "As many watch already as the server lets." },
  READING_CATALOG: { status: 503, title: "The catalog is being read for the first time." },
  BEHIND: { status: 503, title: "What was sent before waits to be processed." },
  OVERDUE: { status: 503, title: "The answer took too long to make." },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: string }>>;

/** What a problem is called: stable, so that programs may rely on it. */
export type ProblemCode = keyof typeof requestProblems | ErrorCode;

interface Told {
  readonly status: number;
  /** What a caller reads; left out: the error's own message, which then names nothing of the server's machine. */
  readonly detail?: string;
}

const notYours = "whoever runs the server finds the reason in what it writes to standard error";

/** How each error is told to a caller. Messages that may name a path of the machine stay with whoever runs the server. */
const errorsTold: { readonly [code in ErrorCode]: Told } = {
  WRONG_USAGE: { status: 400 },
  FILE_NOT_FOUND: { status: 500, detail: `a file of the server is missing; ${notYours}` },
  FILE_UNREADABLE: { status: 500, detail: `a file of the server can't be read; ${notYours}` },
  FOLDER_UNWRITABLE: { status: 507, detail: `the server can't write to its disk; ${notYours}` },
  DATA_TOO_NEW: { status: 500, detail: `the data is of a newer version than the server; ${notYours}` },
  DATA_DAMAGED: { status: 500, detail: `something of the server's data can't be read back; ${notYours}` },
  ADDRESS_UNAVAILABLE: { status: 500, detail: `an address is taken; ${notYours}` },
  LOG_UNAVAILABLE: { status: 503, detail: `the event log can't be reached; try again later, or ${notYours}` },
  REGISTRY_UNAVAILABLE: {
    status: 503,
    detail: `the schema registry can't be reached; try again later, or ${notYours}`,
  },
  SCHEMA_REFUSED: { status: 503, detail: `the schema registry does not take a schema; ${notYours}` },
  STORAGE_UNAVAILABLE: { status: 503, detail: `the storage can't be reached; try again later, or ${notYours}` },
  MODEL_NOT_FOUND: { status: 404, detail: "no model has that reference; GET /api/models lists those that there are" },
  MODEL_MISMATCH: { status: 409 },
  CHAMPION_CHANGED: { status: 409 },
  TRAINING_IMPOSSIBLE: { status: 409 },
  TRAINING_STOPPED: { status: 409 },
  SQL_REFUSED: { status: 400 },
  SQL_STOPPED: { status: 422 },
  SQL_FAILED: { status: 400 },
  ROW_REFUSED: { status: 400 },
};

/** A problem as RFC 9457 has it, sent as `application/problem+json`. */
export const problemShape = object(
  {
    type: text({ description: "Where the problem is described." }),
    title: text({ description: "What kind of problem it is." }),
    status: whole(),
    detail: text({ description: "What happened, and what to do." }),
    code: text({ description: "The name of the problem, for programs." }),
  },
  {
    faults: list(object({ where: text(), what: text() }), {
      description: "What of the request is wrong, and where: a JSON pointer into body, query or path.",
    }),
  },
);

/** A problem with nothing left to tell. */
export type ToldProblem = ValueOf<typeof problemShape>;

/** What a problem says beside its sentence. */
export interface ProblemDetails {
  readonly faults?: ToldProblem["faults"];
  /** When to come again, told as the header retry-after. */
  readonly retryAfterSeconds?: number;
}

/** Something that a caller is told in these words; routes throw it. */
export class Problem extends Error {
  readonly code: keyof typeof requestProblems;
  readonly faults: ToldProblem["faults"];
  readonly retryAfterSeconds: number | undefined;

  constructor(code: keyof typeof requestProblems, detail: string, { faults, retryAfterSeconds }: ProblemDetails = {}) {
    super(detail);
    this.name = "Problem";
    this.code = code;
    this.faults = faults;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** What a caller is told of something that was thrown. */
export function toldProblem(thrown: unknown): ToldProblem {
  if (thrown instanceof TwinstreamError) {
    const { status, detail = thrown.message } = errorsTold[thrown.code];
    return told(thrown.code, status, titleOf(status), detail);
  }
  const { code, message, faults } = thrown instanceof Problem ? thrown : problemOf(thrown as FrameworkError);
  const { status, title } = requestProblems[code];
  return { ...told(code, status, title, message), ...(faults && { faults }) };
}

function told(code: ProblemCode, status: number, title: string, detail: string): ToldProblem {
  return { type: `/api#${code}`, title, status, detail, code };
}

function titleOf(status: number): string {
  if (status >= 500) return "The server can't do it now.";
  return status === 404 ? "There is no such thing." : "It can't be done as it was asked.";
}

/** What the framework throws, with what its checks of schemas found. */
interface FrameworkError extends Error {
  readonly code?: string;
  readonly statusCode?: number;
  readonly validation?: readonly SchemaFault[];
  readonly validationContext?: string;
}

interface SchemaFault {
  readonly instancePath?: string;
  readonly message?: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

const frameworkProblems: Readonly<Record<string, readonly [keyof typeof requestProblems, string]>> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ["BODY_TOO_LARGE", "the body is too large; send less at once"],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ["WRONG_MEDIA_TYPE", "send the body as JSON, with content-type: application/json"],
  FST_ERR_CTP_EMPTY_JSON_BODY: ["MALFORMED_REQUEST", "the body is empty; send JSON, or leave content-type out"],
  FST_ERR_CTP_INVALID_JSON_BODY: ["MALFORMED_REQUEST", "the body is not JSON"],
};

function problemOf(error: FrameworkError): Problem {
  const known = frameworkProblems[error.code ?? ""];
  if (known !== undefined) return new Problem(...known);
  if (error.validation !== undefined) return invalid(error.validation, error.validationContext ?? "body");
  const { statusCode = 500 } = error;
  if (statusCode === 429) return new Problem("TOO_MANY_REQUESTS", "wait as long as the header retry-after says");
  if (statusCode >= 400 && statusCode < 500)
    return new Problem("MALFORMED_REQUEST", "the request can't be read; look at its address, headers and body");
  return new Problem("FAULT", `the server could not answer; it is not your request's fault; ${notYours}`);
}

const contexts: Readonly<Record<string, string>> = { querystring: "query", params: "path" };

function invalid(validation: readonly SchemaFault[], context: string): Problem {
  const part = contexts[context] ?? context;
  const faults = validation.map(({ instancePath = "", message = "is wrong", params }) => ({
    where: `${part}${instancePath}`,
    what: `${message}${particulars(params)}`,
  }));
  const sentences = faults.map(({ where, what }) => `${where} ${what}`);
  return new Problem("INVALID_REQUEST", `${sentences.join("; ")}; /api says what is taken`, { faults });
}

/** What the sentence of a schema's fault leaves out. */
function particulars({ additionalProperty, allowedValues }: NonNullable<SchemaFault["params"]> = {}): string {
  if (typeof additionalProperty === "string") return `: ${JSON.stringify(additionalProperty.slice(0, 100))}`;
  return Array.isArray(allowedValues) ? `: ${allowedValues.join(", ")}` : "";
}
