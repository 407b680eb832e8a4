import { Command, Option } from "commander";
import { releasedRoles, roleOf } from "../../pipelines/registry/releases.ts";
import { type DataToRead, requireData, withDataFolder, withDataToRead } from "../data.ts";
import { addImportOptions } from "../import-options.ts";
import { dataOption, jsonOption, logOption, positiveNumber } from "../options.ts";
import { modelTable, modelText } from "../terminal/model-text.ts";
import { noteDamaged, printResult } from "../terminal/output.ts";
import { showCurve } from "./model-curve.ts";
import { compare } from "./models-compare.ts";
import { challenge, promote, rollback, withdraw } from "./models-release.ts";
import { neighboursCommand } from "./neighbours.ts";

/** The options of every command about models. */
export interface ModelFlags {
  readonly data: string;
  readonly log: string;
  readonly json?: true;
}

/** `twinstream models`: what was trained, how good it is, and which one scores. */
export function modelsCommand(): Command {
  const command = new Command("models").description("Lists, shows, compares and promotes trained models.");
  command.addCommand(subcommand("list", "Every model, oldest first.", "list", list));
  command.addCommand(subcommand("show <reference>", "All that is known of a model.", "show ridge-1", show));
  command.addCommand(
    addImportOptions(
      subcommand(
        "compare <references...>",
        "Models side by side, each with its own figures; then each against the champion, or else the first, on the same rows.",
        "compare mean-1 ridge-1",
        compare,
      ).option("--input <file>", "judged rows to compare them on; without it on the rows that both were tested on"),
    ),
  );
  command.addCommand(
    addImportOptions(
      subcommand(
        "promote <reference>",
        "Makes a model the champion when it still scores as when it was trained, is fast enough, and not worse than the champion on any slice: " +
          "it then scores from the next batch on. Exits with 1 when it is refused.",
        "promote ridge-2",
        promote,
      )
        .option("--input <file>", "judged rows to compare the two on; without it on the rows that both were tested on")
        .addOption(
          new Option("--budget-ms <n>", "how long 1,000 scores may take (default: 100)").argParser(positiveNumber),
        )
        .option("--force <reason>", "promote it whatever is found; the reason is kept with the release"),
    ),
  );
  command.addCommand(
    subcommand(
      "challenge <reference>",
      "Makes a model the challenger: it is scored beside the champion, and changes nothing.",
      "challenge ridge-2",
      challenge,
    ),
  );
  command.addCommand(subcommand("withdraw", "Takes the challenger back.", "withdraw", withdraw));
  command.addCommand(
    subcommand("rollback", "Makes the champion before this one the champion again.", "rollback", rollback),
  );
  command.addCommand(
    subcommand("curve <reference>", "The loss of a model by epoch.", "curve siamese-word-lstm-1", showCurve)
      .option("--svg <file>", "draw it into a file instead")
      .option("--html <file>", "write a page with the drawing and each epoch instead"),
  );
  command.addCommand(neighboursCommand());
  return command.addHelpText("after", "\nExample: twinstream models promote ridge-2");
}

type Action = (opened: DataToRead, flags: ModelFlags, argument: string & readonly string[]) => Promise<void>;

/** What changes something; all else works in a folder that may only be read. */
const changing: readonly (string | undefined)[] = ["promote", "challenge", "withdraw", "rollback"];

function subcommand(usage: string, description: string, example: string, action: Action): Command {
  const [name, ...parameters] = usage.split(" ");
  const command = new Command(name)
    .description(description)
    .addOption(dataOption())
    .addOption(logOption())
    .addOption(jsonOption())
    .addHelpText("after", `\nExample: twinstream models ${example}`);
  for (const parameter of parameters) command.argument(parameter);
  return command.action(async (...given: unknown[]) => {
    const flags = command.opts<ModelFlags>();
    requireData(flags.data);
    const withData = changing.includes(name) ? withDataFolder : withDataToRead;
    await withData(flags, (opened) => action(opened, flags, given[0] as string & readonly string[]));
  });
}

async function list({ models, log }: DataToRead, { json }: ModelFlags): Promise<void> {
  const manifests = await models.list(noteDamaged);
  const roles = await releasedRoles(log);
  const { champion = null, challenger = null } = roles;
  printResult(json, { champion, challenger, models: manifests }, () =>
    manifests.length === 0
      ? "no models yet; train one: twinstream train ridge --from FILE --preset home-depot"
      : modelTable(manifests, roles),
  );
}

async function show({ models, log }: DataToRead, { json }: ModelFlags, reference: string): Promise<void> {
  const manifest = await models.manifest(reference);
  const role = roleOf(reference, await releasedRoles(log));
  printResult(json, { ...manifest, isChampion: role === "champion", role: role ?? null }, () =>
    modelText(manifest, role),
  );
}
