import { Command } from "commander";
import { systemClock } from "../../connectors/clock.ts";
import type { ModelStore } from "../../connectors/model-store.ts";
import { releasedModel, releaseModel } from "../../pipelines/live-models.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { Manifest } from "../../schemas/manifest.ts";
import { requireData, withDataFolder } from "../data.ts";
import { dataOption, jsonOption } from "../options.ts";
import { modelText } from "../terminal/model-text.ts";
import { number, printNote, printResult, textTable } from "../terminal/output.ts";
import { showCurve } from "./model-curve.ts";
import { neighboursCommand } from "./neighbours.ts";

interface Flags {
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

type Action = (opened: Opened, flags: Flags, argument: string & readonly string[]) => Promise<void>;
type Opened = Parameters<Parameters<typeof withDataFolder>[1]>[0];

function subcommand(usage: string, description: string, example: string, action: Action): Command {
  const [name, ...parameters] = usage.split(" ");
  const command = new Command(name)
    .description(description)
    .addOption(dataOption())
    .addOption(jsonOption())
    .addHelpText("after", `\nExample: twinstream models ${example}`);
  for (const parameter of parameters) command.argument(parameter);
  return command.action(async (...given: unknown[]) => {
    const flags = command.opts<Flags>();
    requireData(flags.data);
    await withDataFolder(flags.data, (opened) => action(opened, flags, given[0] as string & readonly string[]));
  });
}

async function list({ models, log }: Opened, { json }: Flags): Promise<void> {
  const manifests = await models.list();
  const champion = await releasedModel(log, "champion");
  printResult(json, { champion: champion ?? null, models: manifests }, () =>
    manifests.length === 0
      ? "no models yet; train one: twinstream train ridge --from FILE --preset home-depot"
      : comparison(manifests, champion),
  );
}

async function show({ models, log }: Opened, { json }: Flags, reference: string): Promise<void> {
  const manifest = await models.manifest(reference);
  const isChampion = (await releasedModel(log, "champion")) === reference;
  printResult(json, { ...manifest, isChampion }, () => modelText(manifest, isChampion));
}

async function compare({ models, log }: Opened, { json }: Flags, references: readonly string[]): Promise<void> {
  const manifests = await Promise.all(references.map((reference) => models.manifest(reference)));
  if (new Set(manifests.map((manifest) => `${manifest.data.hash} ${manifest.data.split} ${manifest.seed}`)).size > 1) {
    printNote(
      "these models were tested on different rows; compare them on one file with: twinstream evaluate --model REF --input FILE",
    );
  }
  const champion = await releasedModel(log, "champion");
  printResult(json, manifests, () => comparison(manifests, champion));
}

function comparison(manifests: readonly Manifest[], champion: string | undefined): string {
  const head = ["model", "split", "rows", "rmse train", "rmse val", "rmse test", "mae test", "ndcg@10", "trained", ""];
  return textTable([head, ...manifests.map((manifest) => comparisonRow(manifest, manifest.reference === champion))]);
}

function comparisonRow(manifest: Manifest, isChampion: boolean): readonly string[] {
  const { train, validation, test } = manifest.metrics;
  const figures = [train.rmse, validation.rmse, test.rmse, test.mae, test.ndcg10].map((value) => number(value, 4));
  const trained = new Date(manifest.trainedAt).toISOString().slice(0, 16).replace("T", " ");
  return [
    manifest.reference,
    manifest.data.split,
    number(manifest.data.rows),
    ...figures,
    trained,
    isChampion ? "champion" : "",
  ];
}

async function promote({ models, log }: Opened, { json }: Flags, reference: string): Promise<void> {
  await release(log, models, reference, "promoted by command", json);
}

async function rollback({ models, log }: Opened, { json }: Flags): Promise<void> {
  const champion = await releasedModel(log, "champion");
  const before = champion === undefined ? undefined : await releasedModel(log, "previous-champion");
  if (before === undefined)
    throw new TwinstreamError(
      "MODEL_NOT_FOUND",
      "there is no earlier champion to go back to; see: twinstream models list",
    );
  await release(log, models, before, `rolled back from ${champion}`, json);
  printNote(`${champion} was it before; another rollback returns to it`);
}

async function release(
  log: Opened["log"],
  models: ModelStore,
  reference: string,
  reason: string,
  json: true | undefined,
): Promise<void> {
  await releaseModel(log, models, { model: reference, time: systemClock.now(), reason });
  printResult(json, { champion: reference }, () => `${reference} is the champion`);
}
