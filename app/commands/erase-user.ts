import { Command } from "commander";
import { toldErasure } from "../../pipelines/erasure/erase-user.ts";
import { requireData } from "../data.ts";
import { dataOption, jsonOption, tablesOption } from "../options.ts";
import { number, printResult, textTable } from "../terminal/output.ts";
import { userEraser } from "../user-eraser.ts";

interface Flags {
  readonly data: string;
  readonly tables?: string;
  readonly json?: true;
}

/** `twinstream erase-user`: takes a user out of the tables, and says what is left where. */
export function eraseUserCommand(): Command {
  return new Command("erase-user")
    .description("Takes a user out of the tables: hidden at once, gone from the files with the next compactions.")
    .argument("<id>", "the user, as the shop names them")
    .addOption(dataOption())
    .addOption(tablesOption())
    .addOption(jsonOption())
    .addHelpText("after", "\nExample: twinstream erase-user visitor-7")
    .action((id: string, flags: Flags) => erase(id, flags));
}

async function erase(id: string, flags: Flags): Promise<void> {
  requireData(flags.data);
  const erasure = toldErasure(await userEraser(flags)(id));
  printResult(flags.json, erasure, () => erasureText(erasure));
}

function erasureText({ user, hidden, topics, notes: [files, held, letters] }: ReturnType<typeof toldErasure>): string {
  const tables = Object.entries(hidden).map(([table, rows]) => [table, number(rows)]);
  return [
    `${user}, as the tables name this user, is in no answer any more.`,
    textTable([["table", "rows hidden"], ...tables]),
    files,
    `\n${held}`,
    textTable([["topic", "until"], ...topics.map(({ topic, until }) => [topic, until])]),
    letters,
  ].join("\n");
}
