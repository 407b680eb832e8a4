import { Command, Option } from "commander";
import type { EventLog } from "../../connectors/event-log.ts";
import { deadLetters, type KeptLetter, replayLetters } from "../../pipelines/dead-letters.ts";
import { stepNames } from "../../pipelines/topology.ts";
import { codecs } from "../../schemas/codec.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { TopicName } from "../../schemas/topics.ts";
import { withLog, withLogToRead } from "../data.ts";
import { dataOption, jsonOption, logOption, wholeNumber } from "../options.ts";
import { number, printResult, textTable } from "../terminal/output.ts";

interface Flags {
  readonly data: string;
  readonly log: string;
  readonly json?: true;
  readonly limit: number;
  readonly stage?: string;
  readonly all?: true;
}

/** `twinstream dead-letters`: what could not be read or processed, why, and another try. */
export function deadLettersCommand(): Command {
  const command = new Command("dead-letters").description(
    "Lists, shows and replays records that could not be read or processed.",
  );
  command.addCommand(
    base("list", "The newest dead letters.", "list --stage decode")
      .option("--limit <n>", "at most so many", wholeNumber(1), 50)
      .addOption(stageOption("only those of one stage"))
      .action((flags: Flags) => withLogToRead(flags, (log) => list(log, flags))),
  );
  command.addCommand(
    base("show", "One dead letter with its original bytes.", "show searches-2-1041")
      .argument("<id>", "as list prints it")
      .action((id: string, flags: Flags) => withLogToRead(flags, (log) => show(log, id, flags))),
  );
  command.addCommand(
    base("replay", "Sends the original records to their topics again, each once.", "replay --stage decode")
      .argument("[ids...]", "as list prints them")
      .option("--all", "every dead letter")
      .addOption(stageOption("every dead letter of one stage"))
      .action((ids: string[], flags: Flags) => withLog(flags, (log) => replay(log, ids, flags))),
  );
  return command.addHelpText("after", "\nExample: twinstream dead-letters show searches-2-1041");
}

/** Where an event can die: while its bytes are read, or in a stage. */
function stageOption(description: string): Option {
  return new Option("--stage <name>", description).choices(["decode", ...stepNames]);
}

function base(name: string, description: string, example: string): Command {
  return new Command(name)
    .description(description)
    .addOption(dataOption())
    .addOption(logOption())
    .addOption(jsonOption())
    .addHelpText("after", `\nExample: twinstream dead-letters ${example}`);
}

async function list(log: EventLog, { limit, stage, json }: Flags): Promise<void> {
  const letters = (await collect(log, (letter) => stage === undefined || letter.stage === stage)).sort(
    (a, b) => a.time - b.time,
  );
  const newest = letters.slice(-limit);
  printResult(json, newest.map(plain), () => {
    if (letters.length === 0) return "no dead letters";
    const rows = newest.map((letter) => [
      letter.id,
      new Date(letter.time).toISOString(),
      letter.stage,
      shorten(letter.error, 100),
    ]);
    return `${textTable([["id", "time", "stage", "error"], ...rows])}\n${number(newest.length)} of ${number(letters.length)}`;
  });
}

async function show(log: EventLog, id: string, { json }: Flags): Promise<void> {
  const letter = (await collect(log, (other) => other.id === id))[0];
  if (letter === undefined) throw unknownLetter(id);
  printResult(json, plain(letter), () => {
    const facts = [
      letter.id,
      `stage   ${letter.stage}`,
      `error   ${letter.error}`,
      `key     ${letter.key}`,
      `bytes   ${letter.value.length}`,
    ];
    return [...facts, "", contentOf(letter)].join("\n");
  });
}

/** The event that the bytes hold where they can be read, else the bytes themselves. */
function contentOf({ topic, value }: KeptLetter): string {
  const codec = codecs[topic as TopicName];
  const decoded = codec?.decode(value);
  if (decoded !== undefined && "event" in decoded) return shorten(JSON.stringify(decoded.event, null, 2), 4000);
  return hexLines(value.subarray(0, 512));
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

async function replay(log: EventLog, ids: readonly string[], { all, stage, json }: Flags): Promise<void> {
  if (ids.length === 0 && !all && stage === undefined) {
    throw new TwinstreamError("WRONG_USAGE", "say which: some ids, --stage NAME, or --all");
  }
  const wanted = new Set(ids);
  const letters = await collect(log, (letter) => all === true || letter.stage === stage || wanted.has(letter.id));
  const unknown = ids.filter((id) => !letters.some((letter) => letter.id === id));
  if (unknown.length > 0) throw unknownLetter(unknown.join('", "'));
  const replayed = await replayLetters(log, letters);
  printResult(json, { found: letters.length, replayed }, () => {
    const before = letters.length - replayed;
    return `${number(replayed)} sent again${before === 0 ? "" : `, ${number(before)} were sent again before`}`;
  });
}

function unknownLetter(id: string): TwinstreamError {
  return new TwinstreamError("WRONG_USAGE", `there is no dead letter "${id}"; see: twinstream dead-letters list`);
}

async function collect(log: EventLog, isWanted: (letter: KeptLetter) => boolean): Promise<KeptLetter[]> {
  const letters: KeptLetter[] = [];
  for await (const letter of deadLetters(log)) if (isWanted(letter)) letters.push(letter);
  return letters;
}

function plain(letter: KeptLetter): Record<string, unknown> {
  return { ...letter, time: new Date(letter.time).toISOString(), value: letter.value.toString("base64") };
}

function shorten(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most)} … (${text.length} characters)`;
}
