import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { Command, Option } from "commander";
import type { EventLog } from "../../connectors/event-log.ts";
import { erasedLetters } from "../../pipelines/dead-letters/erased-letters.ts";
import { findLetter, findLetters, type LetterFilter, type Search } from "../../pipelines/dead-letters/find-letters.ts";
import { letterContent } from "../../pipelines/dead-letters/letter-content.ts";
import type { KeptLetter } from "../../pipelines/dead-letters/letters.ts";
import { fixLetter, replayAll } from "../../pipelines/dead-letters/send-again.ts";
import { Unfit } from "../../pipelines/intake/unfit.ts";
import { stepNames } from "../../pipelines/topology.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import { topicNames } from "../../schemas/topics.ts";
import { withLog, withLogToRead } from "../data.ts";
import { dataOption, jsonOption, logOption, tablesOption, wholeNumber } from "../options.ts";
import { number, printResult, textTable } from "../terminal/output.ts";
import { erasedUsersOf } from "../user-eraser.ts";

interface Flags {
  readonly data: string;
  readonly log: string;
  readonly tables?: string;
  readonly json?: true;
  readonly limit: number;
  readonly stage?: string;
  readonly topic?: string;
  readonly reason?: string;
  readonly all?: true;
  readonly check?: true;
}

/** `twinstream dead-letters`: what could not be read or processed, why, and another try. */
export function deadLettersCommand(): Command {
  const command = new Command("dead-letters").description(
    "Lists, shows, corrects and replays records that could not be read or processed.",
  );
  command.addCommand(
    filtered(
      base("list", "The newest dead letters.", "list --stage decode").option(
        "--limit <n>",
        "at most so many",
        wholeNumber(1),
        50,
      ),
      "only those",
    ).action((flags: Flags) => withLogToRead(flags, (log) => list(log, flags))),
  );
  command.addCommand(
    base("show", "One dead letter, read as far as that goes, with its original bytes.", "show searches-2-1041")
      .argument("<id>", "as list prints it")
      .action((id: string, flags: Flags) => withLogToRead(flags, (log) => show(log, id, flags))),
  );
  command.addCommand(
    base("fix", "Sends a corrected event in the place of a record, once.", "fix searches-2-1041 corrected.json")
      .argument("<id>", "as list prints it")
      .argument("<file>", "the event as JSON; begin with what show --json prints as event")
      .option("--check", "only say whether it is an event of that topic")
      .action((id: string, file: string, flags: Flags) => withLog(flags, (log) => fix(log, id, file, flags))),
  );
  command.addCommand(
    filtered(
      base("replay", "Sends the original records to their topics again, each once.", "replay --stage decode")
        .argument("[ids...]", "as list prints them")
        .option("--all", "every dead letter"),
      "every dead letter",
    ).action((ids: string[], flags: Flags) => withLog(flags, (log) => replay(log, ids, flags))),
  );
  return command.addHelpText("after", "\nExample: twinstream dead-letters show searches-2-1041");
}

/** Where an event can die: while its bytes are read, or in a stage. */
function filtered(command: Command, what: string): Command {
  return command
    .addOption(new Option("--stage <name>", `${what} of one stage`).choices(["decode", ...stepNames]))
    .addOption(new Option("--topic <name>", `${what} of one topic`).choices(topicNames))
    .option("--reason <text>", `${what} of one reason: an error with # for its figures`);
}

function base(name: string, description: string, example: string): Command {
  return new Command(name)
    .description(description)
    .addOption(dataOption())
    .addOption(logOption())
    .addOption(tablesOption())
    .addOption(jsonOption())
    .addHelpText("after", `\nExample: twinstream dead-letters ${example}`);
}

/** Letters of users who were taken out of the tables are there for nobody; a log elsewhere may have no tables beside it. */
async function ofErased({ data, tables }: Flags): Promise<Pick<Search, "isErased">> {
  if (tables === undefined && !existsSync(data)) return {};
  return { isErased: erasedLetters(await erasedUsersOf({ data, tables })()) };
}

async function list(log: EventLog, flags: Flags): Promise<void> {
  const { limit, json } = flags;
  const { letters, next } = await findLetters(log, { filter: filterOf(flags), limit, ...(await ofErased(flags)) });
  const oldestFirst = [...letters].reverse();
  printResult(json, oldestFirst.map(plain), () => {
    if (letters.length === 0) return "no dead letters";
    const rows = oldestFirst.map((letter) => [
      letter.id,
      new Date(letter.time).toISOString(),
      letter.stage,
      shorten(letter.error, 100),
    ]);
    const others = next === undefined ? "" : ", the newest; for older ones raise --limit";
    return `${textTable([["id", "time", "stage", "error"], ...rows])}\n${number(letters.length)} of them${others}`;
  });
}

function filterOf({ stage, topic, reason }: LetterFilter): LetterFilter {
  return { stage, topic, reason };
}

async function show(log: EventLog, id: string, flags: Flags): Promise<void> {
  const letter = await letterOf(log, id, flags);
  const { event, fault } = letterContent(letter);
  printResult(flags.json, { ...plain(letter), event, fault }, () => {
    const facts = [
      letter.id,
      `stage   ${letter.stage}`,
      `error   ${letter.error}`,
      `key     ${letter.key}`,
      `bytes   ${letter.value.length}`,
      ...(fault === undefined
        ? []
        : [`fault   at byte ${fault.at}${fault.path && `, in ${fault.path}`}: ${fault.why}`]),
    ];
    const decoded = event === undefined ? [] : ["", shorten(JSON.stringify(event, null, 2), 4000)];
    const bytes = event === undefined || fault !== undefined ? ["", hexLines(letter.value.subarray(0, 512))] : [];
    return [...facts, ...decoded, ...bytes].join("\n");
  });
}

async function letterOf(log: EventLog, id: string, flags: Flags): Promise<KeptLetter> {
  const letter = await findLetter(log, id, await ofErased(flags));
  if (letter === undefined) throw unknownLetter(id);
  return letter;
}

function hexLines(bytes: Buffer): string {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += 16) {
    const part = bytes.subarray(at, at + 16);
    const text = part.toString("latin1").replace(/[^\x20-\x7e]/g, ".");
    lines.push(
      `${at.toString(16).padStart(4, "0")}  ${part.toString("hex").replace(/../g, "$& ").padEnd(48)}  ${text}`,
    );
  }
  return lines.join("\n");
}

async function fix(log: EventLog, id: string, file: string, flags: Flags): Promise<void> {
  const { check, json } = flags;
  const event = await readEvent(file);
  const fixed = await fixLetter(log, await letterOf(log, id, flags), { event, isTrial: check === true }).catch(
    (error: unknown) => {
      if (error instanceof Unfit) throw new TwinstreamError("WRONG_USAGE", `"${file}" can't be sent: ${error.message}`);
      throw error;
    },
  );
  printResult(json, fixed, () => `${fixedText[fixed.status]} "${fixed.eventId}" of ${fixed.topic}`);
}

const fixedText = {
  sent: "sent:",
  known: "nothing was sent, as the letter was sent again before:",
  sound: "this can be sent:",
} as const;

async function readEvent(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new TwinstreamError("FILE_NOT_FOUND", `there is no file "${file}"`, error);
    throw new TwinstreamError("FILE_UNREADABLE", `"${file}" can't be read as JSON: ${message}`, error);
  }
}

async function replay(log: EventLog, ids: readonly string[], flags: Flags): Promise<void> {
  const { all, json } = flags;
  const filter = filterOf(flags);
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  if (ids.length === 0 && !all && !isFiltered) {
    throw new TwinstreamError(
      "WRONG_USAGE",
      "say which: some ids, --stage NAME, --topic NAME, --reason TEXT, or --all",
    );
  }
  const search = {
    filter: ids.length === 0 ? filter : { ids },
    limit: Number.POSITIVE_INFINITY,
    ...(await ofErased(flags)),
  };
  if (ids.length > 0) await requireLetters(log, ids, search);
  const { found, sent } = await replayAll(log, search);
  printResult(json, { found, replayed: sent }, () => {
    const before = found - sent;
    return `${number(sent)} sent again${before === 0 ? "" : `, ${number(before)} were sent again before`}`;
  });
}

/** None is sent where one is unknown. */
async function requireLetters(log: EventLog, ids: readonly string[], search: Search): Promise<void> {
  const { letters } = await findLetters(log, search);
  const unknown = ids.filter((id) => !letters.some((letter) => letter.id === id));
  if (unknown.length > 0) throw unknownLetter(unknown.join('", "'));
}

function unknownLetter(id: string): TwinstreamError {
  return new TwinstreamError("WRONG_USAGE", `there is no dead letter "${id}"; see: twinstream dead-letters list`);
}

function plain(letter: KeptLetter): Record<string, unknown> {
  return { ...letter, time: new Date(letter.time).toISOString(), value: letter.value.toString("base64") };
}

function shorten(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)} … (${text.length} characters)`;
}
