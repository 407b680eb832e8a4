/** How notes are written: for people, or one JSON object a line for machines. */
export type NoteFormat = "text" | "json";

/** What a note says beside its text. */
export interface NoteDetails {
  /** `info` unless said. */
  readonly level?: "info" | "warn" | "error";
  /** The code of an error. */
  readonly code?: string | undefined;
  /** The stage that it is about. */
  readonly stage?: string | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** A note as it is written, without the line's end. Secrets that the environment holds, and passwords in addresses, are masked. */
export function noteLine(
  format: NoteFormat,
  text: string,
  { level = "info", code, stage }: NoteDetails,
  time: Date,
  environment: Environment = process.env,
): string {
  const message = withoutSecrets(text, environment);
  if (format === "json") return JSON.stringify({ time: time.toISOString(), level, message, code, stage });
  return code === undefined ? message : `twinstream: ${message} [${code}]`;
}

const secretName = /(KEY|SECRET|PASSWORD|PASSPHRASE|TOKEN|SASL|HEADERS)(_|$)/i;
const shortestSecret = 6;

/** Errors of libraries may repeat what they were given. */
function withoutSecrets(text: string, environment: Environment): string {
  const values = Object.entries(environment)
    .filter(([name, value]) => secretName.test(name) && value !== undefined && value.length >= shortestSecret)
    .map(([, value]) => value!);
  const masked = values.reduce((rest, value) => rest.replaceAll(value, "***"), text);
  return masked.replace(/(:\/\/[^\s/:@]*):[^\s/@]+@/g, "$1:***@");
}
