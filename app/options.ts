import { InvalidArgumentError, Option } from "commander";
import { parseS3Address } from "../connectors/objects/s3-address.ts";

/** `--data DIR`, the same for every command. */
export function dataOption(): Option {
  return new Option("--data <dir>", "the data folder: log, tables and models").env("TWINSTREAM_DATA").default("data");
}

/** `--log WHERE`, the same for every command that reads or writes the event log. */
export function logOption(): Option {
  return new Option("--log <where>", "the event log: embedded, or kafka://HOST:PORT")
    .env("TWINSTREAM_LOG")
    .default("embedded");
}

/** `--tables s3://BUCKET/PREFIX`: tables elsewhere than in the data folder. */
export function tablesOption(): Option {
  const where = "object storage to keep the tables in, s3://BUCKET/PREFIX (default: the data folder)";
  return new Option("--tables <where>", where).env("TWINSTREAM_TABLES").argParser((text: string) => {
    parseS3Address(text);
    return text;
  });
}

/** `--json`: the result for a machine. */
export function jsonOption(): Option {
  return new Option("--json", "print the result as JSON");
}

/** `--alone`, for commands that score files. */
export function aloneOption(): Option {
  return new Option("--alone", "score each pair as if it stood alone, without the other products of its query");
}

/** Reads a whole number of at least `least`. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (!Number.isSafeInteger(value) || value < least)
      throw new InvalidArgumentError(`give a whole number of at least ${least}`);
    return value;
  };
}

/** Reads a number above 0. */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError("give a number above 0");
  return value;
}

/** Reads `a,b,c`. */
export function commaList(text: string): readonly string[] {
  return text
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
}
