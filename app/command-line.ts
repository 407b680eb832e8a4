import { Command, CommanderError } from "commander";
import { TwinstreamError } from "../schemas/errors.ts";
import { programVersion } from "../schemas/program-version.ts";
import { commands } from "./commands/index.ts";
import { noteFormat, printNote, setNoteFormat } from "./terminal/output.ts";

/** What a process ends with: done, failed, or called in a way that is not understood. */
const exitCodes = { done: 0, failed: 1, wrongUsage: 2 } as const;

/** Runs one command line, such as `["replay", "train.csv"]`; prints what went wrong for a person and gives the exit code. */
export async function runCommandLine(words: readonly string[]): Promise<number> {
  try {
    await (await program(words)).parseAsync(words, { from: "user" });
    return exitCodes.done;
  } catch (error) {
    return exitCodeOf(error);
  }
}

/** With the one command that the words begin with, none to say the version, or with all where help or a fault may name them. */
async function program(words: readonly string[]): Promise<Command> {
  const root = new Command("twinstream")
    .description("Scores a shop's search log as a stream, keeps it as tables, retrains from them.")
    .version(programVersion)
    .enablePositionalOptions() // an option after `train ladder` is the ladder's, though `train` has one of that name
    .configureOutput({ outputError: (text, write) => write(usageFault(text)) })
    .hook("preAction", (_, command) => setNoteFormat(command.opts().logFormat ?? noteFormat()))
    .exitOverride();
  const asked = Object.entries(commands).filter(([name]) => name === words[0]);
  const isOfOne = asked.length > 0 || words[0] === "--version";
  const needed = isOfOne ? asked : Object.entries(commands);
  for (const [, load] of needed) root.addCommand(inherit(await load(), root));
  return root;
}

function inherit(command: Command, root: Command): Command {
  command.copyInheritedSettings(root);
  for (const inner of command.commands) inherit(inner as Command, root);
  return command;
}

/** What the parser says of a command line, in the form of every other fault. */
function usageFault(text: string): string {
  const what = text
    .replace(/^error: /, "")
    .trim()
    .replace(/ is invalid\. (?=[a-z])/, " is invalid: ")
    .replace(/\.?\s*\n\s*/g, " ")
    .replace(/\.$/, "");
  return `twinstream: ${what}; --help shows the options and an example [WRONG_USAGE]\n`;
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.wrongUsage; // it has printed its message
  if (error instanceof TwinstreamError) {
    printNote(error.message, { level: "error", code: error.code, stage: error.stage });
    return error.code === "WRONG_USAGE" ? exitCodes.wrongUsage : exitCodes.failed;
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const fault = `a fault of the program itself, please report it: ${text}`;
  printNote(noteFormat() === "json" ? fault : `twinstream: ${fault}`, { level: "error" });
  return exitCodes.failed;
}
