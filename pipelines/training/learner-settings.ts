import { TwinstreamError } from "../../schemas/errors.ts";
import { learnerOf } from "./train.ts";

type Config = Readonly<Record<string, unknown>>;

/**
 * Reads `key=value` settings of a kind of model into what differs from its defaults; what a value is read as follows from its
 * default: a number, true or false, a text, or a list with commas. A key with dots reaches into a group. Throws WRONG_USAGE.
 */
export function readSettings(
  kind: string,
  settings: readonly string[],
  defaults: object = learnerOf(kind).defaults,
): Config {
  let config: Config = {};
  for (const setting of settings) {
    const [, key, text] = /^([^=]+)=(.*)$/s.exec(setting) ?? [];
    if (key === undefined || text === undefined) throw wrong(`--set takes KEY=VALUE, not "${setting}"`);
    const path = key.trim().split(".");
    const usual = defaultOf(kind, defaults as Config, path);
    config = withValue(config, defaults as Config, path, readValue(key, text.trim(), usual));
  }
  return config;
}

/** A setting that `readSettings` takes: its key, with dots within groups, and its default. */
export interface Setting {
  readonly key: string;
  readonly usual: unknown;
}

/** Every setting of a kind of model, in order. Throws WRONG_USAGE for a kind that there is not. */
export function settingsOf(kind: string): readonly Setting[] {
  return flattened(learnerOf(kind).defaults as Config);
}

/** Whether a kind of model can be set something. */
export function hasSetting(kind: string, key: string): boolean {
  return Object.hasOwn(learnerOf(kind).defaults, key);
}

function defaultOf(kind: string, defaults: Config, path: readonly string[]): unknown {
  const found = path.reduce<unknown>(
    (group, key) => (isGroup(group) && Object.hasOwn(group, key) ? group[key] : undefined),
    defaults,
  );
  if (found !== undefined && !isGroup(found)) return found;
  const known = flattened(defaults).map(({ key }) => key);
  const there = known.length > 0 ? `it has ${known.join(", ")}` : "it has none";
  throw wrong(`${kind} has no setting "${path.join(".")}"; ${there}`);
}

function isGroup(value: unknown): value is Config {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function flattened(group: Config): readonly Setting[] {
  return Object.entries(group).flatMap(([key, usual]) =>
    isGroup(usual) ? flattened(usual).map((inner) => ({ ...inner, key: `${key}.${inner.key}` })) : [{ key, usual }],
  );
}

/** The config with one value set; a group that is reached into keeps its other defaults. */
function withValue(config: Config, defaults: Config, [key, ...rest]: readonly string[], value: unknown): Config {
  if (rest.length === 0) return { ...config, [key!]: value };
  const usual = defaults[key!] as Config;
  const group = (config[key!] ?? usual) as Config;
  return { ...config, [key!]: withValue(group, usual, rest, value) };
}

function readValue(key: string, text: string, usual: unknown): unknown {
  if (Array.isArray(usual)) return readList(text).map((item) => readValue(key, item, usual[0] ?? ""));
  if (typeof usual === "number") return readNumber(key, text);
  if (typeof usual === "boolean") return readTruth(key, text);
  return text;
}

function readList(text: string): readonly string[] {
  return text === "" ? [] : text.split(",").map((item) => item.trim());
}

function readNumber(key: string, text: string): number {
  const value = Number(text);
  if (text !== "" && Number.isFinite(value)) return value;
  throw wrong(`--set ${key}= takes a number, not "${text}"`);
}

function readTruth(key: string, text: string): boolean {
  if (text === "true" || text === "false") return text === "true";
  throw wrong(`--set ${key}= takes true or false, not "${text}"`);
}

function wrong(what: string): TwinstreamError {
  return new TwinstreamError("WRONG_USAGE", what);
}
