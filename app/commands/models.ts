import { Command } from "commander";
import { type Role, type Roles, releasedRoles } from "../../pipelines/registry/releases.ts";
import type { Manifest } from "../../schemas/manifest.ts";
import { type DataToRead, requireData, withDataFolder, withDataToRead } from "../data.ts";
import { dataOption, jsonOption } from "../options.ts";
import { modelText } from "../terminal/model-text.ts";
import { number, printNote, printResult, textTable } from "../terminal/output.ts";
import { showCurve } from "./model-curve.ts";
import { challenge, promote, rollback, withdraw } from "./models-release.ts";
import { neighboursCommand } from "./neighbours.ts";

/** The options of every command about models. */
export interface ModelFlags {
  readonly data: string;
  readonly json?: true;
}

/** `twinstream models`: what was trained, how good it is, and which one scores. */
export function modelsCommand(): Command {
  const command = new Command("models").description("Lists, shows, compares and promotes trained models.");
  command.addCommand(subcommand("list", "Every model, oldest first.", "list", list));
  command.addCommand(subcommand("show <reference>", "All that is known of a model.", "show ridge-1", show));
  command.addCommand(
    subcommand(
      "compare <references...>",
      "Models side by side, on their own test rows.",
      "compare mean-1 ridge-1",
      compare,
    ),
  );
  command.addCommand(
    subcommand(
      "promote <reference>",
      "Makes a model the champion: it scores from the next batch on.",
      "promote ridge-2",
      promote,
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
    .addOption(jsonOption())
    .addHelpText("after", `\nExample: twinstream models ${example}`);
  for (const parameter of parameters) command.argument(parameter);
  return command.action(async (...given: unknown[]) => {
    const flags = command.opts<ModelFlags>();
    requireData(flags.data);
    const withData = changing.includes(name) ? withDataFolder : withDataToRead;
    await withData(flags.data, (opened) => action(opened, flags, given[0] as string & readonly string[]));
  });
}

async function list({ models, log }: DataToRead, { json }: ModelFlags): Promise<void> {
  const manifests = await models.list((fault) => printNote(`left out: ${fault.message}`));
  const roles = await releasedRoles(log);
  const { champion = null, challenger = null } = roles;
  printResult(json, { champion, challenger, models: manifests }, () =>
    manifests.length === 0
      ? "no models yet; train one: twinstream train ridge --from FILE --preset home-depot"
      : comparison(manifests, roles),
  );
}

async function show({ models, log }: DataToRead, { json }: ModelFlags, reference: string): Promise<void> {
  const manifest = await models.manifest(reference);
  const role = roleOf(reference, await releasedRoles(log));
  printResult(json, { ...manifest, isChampion: role === "champion", role: role ?? null }, () =>
    modelText(manifest, role),
  );
}

async function compare(
  { models, log }: DataToRead,
  { json }: ModelFlags,
  references: readonly string[],
): Promise<void> {
  const manifests = await Promise.all(references.map((reference) => models.manifest(reference)));
  if (new Set(manifests.map((manifest) => `${manifest.data.hash} ${manifest.data.split} ${manifest.seed}`)).size > 1) {
    printNote(
      "these models were tested on different rows; compare them on one file with: twinstream evaluate --model REF --input FILE",
    );
  }
  const roles = await releasedRoles(log);
  printResult(json, manifests, () => comparison(manifests, roles));
}

/** What a model is now: a former champion only as long as it is neither of the others. */
function roleOf(reference: string, roles: Roles): Role | undefined {
  return (["champion", "challenger", "previous-champion"] as const).find((role) => roles[role] === reference);
}

function comparison(manifests: readonly Manifest[], roles: Roles): string {
  const head = ["model", "split", "rows", "rmse train", "rmse val", "rmse test", "mae test", "ndcg@10", "trained", ""];
  return textTable([head, ...manifests.map((manifest) => comparisonRow(manifest, roleOf(manifest.reference, roles)))]);
}

function comparisonRow(manifest: Manifest, role: Role | undefined): readonly string[] {
  const { train, validation, test } = manifest.metrics;
  const figures = [train.rmse, validation.rmse, test.rmse, test.mae, test.ndcg10].map((value) => number(value, 4));
  const trained = new Date(manifest.trainedAt).toISOString().slice(0, 16).replace("T", " ");
  return [manifest.reference, manifest.data.split, number(manifest.data.rows), ...figures, trained, role ?? ""];
}
