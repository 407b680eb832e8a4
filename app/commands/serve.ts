import { Command, Option } from "commander";
import { systemClock } from "../../connectors/clock.ts";
import type { EventLog } from "../../connectors/event-log.ts";
import { keptOfCatalog } from "../../models/text/analyse.ts";
import { type LiveModels, namedModel, untrainedReference } from "../../pipelines/live-models.ts";
import { followChampion } from "../../pipelines/registry/follow-champion.ts";
import { followReleases } from "../../pipelines/registry/releases.ts";
import { aborted } from "../../pipelines/run.ts";
import { keepPrepared, titlePreparer } from "../../pipelines/scoring/prepare-titles.ts";
import { startScoringThreads, usualScoringThreads } from "../../pipelines/scoring/scoring-threads.ts";
import { sparingNotices } from "../../pipelines/sparing-notices.ts";
import { type ApiFlags, addApiOptions, whileServingApi } from "../api-options.ts";
import { type OpenedData, requireData, withDataFolder } from "../data.ts";
import { serveData } from "../data-to-serve.ts";
import { every } from "../every.ts";
import { untilInterrupted } from "../interrupt.ts";
import { dataOption, logOption, tablesOption, wholeNumber } from "../options.ts";
import { patience } from "../patience.ts";
import { registryOption } from "../registry-option.ts";
import type { Vitals } from "../server/vitals.ts";
import { printNote } from "../terminal/output.ts";

interface Flags extends ApiFlags {
  readonly data: string;
  readonly log: string;
  readonly registry?: string;
  readonly model?: string;
  readonly tables?: string;
  readonly workers: number;
}

const lookEveryMs = 2_000;

/** `twinstream serve`: the REST API alone, beside a pipeline that runs elsewhere. */
export function serveCommand(): Command {
  const command = new Command("serve")
    .description(
      "Serves the REST API alone, beside a pipeline that runs elsewhere. Any number may serve one data folder.",
    )
    .addOption(dataOption())
    .addOption(logOption())
    .addOption(registryOption())
    .addOption(tablesOption())
    .option("--model <reference>", "score with this model, whatever is released (default: the champion, followed)")
    .addOption(
      new Option("--workers <n>", "worker threads that score").argParser(wholeNumber(1)).default(usualScoringThreads),
    )
    .addHelpText(
      "after",
      "\nExample: twinstream serve --api 0.0.0.0:8080 --tokens tokens.txt --log kafka://broker:9092",
    );
  return addApiOptions(command).action(async (flags: Flags) => {
    requireData(flags.data);
    await untilInterrupted(
      (signal) =>
        whileServingApi(flags, (vitals) => withDataFolder(flags, (opened) => serve(opened, flags, vitals, signal))),
      patience,
    );
  });
}

async function serve(
  { folder, log, models: store }: OpenedData,
  { model, data, tables, workers }: Flags,
  vitals: Vitals,
  signal: AbortSignal,
): Promise<void> {
  const notice = sparingNotices((text) => printNote(text, { level: "warn" }), systemClock);
  const live: LiveModels =
    model === undefined ? followChampion(log, store, systemClock, notice) : await namedModel(store, model);
  const keptTitles = keptOfCatalog;
  const scorer = startScoringThreads({ data, models: folder.models, keptTitles }, workers, live, notice);
  try {
    const served = await serveData(vitals, { log, store, live, scorer, data, tables, notice });
    vitals.phase = "running";
    const looking = await keepLooking(log, model, vitals);
    const preparer = titlePreparer({ log, models: live, scorer, keptTitles }, systemClock);
    const preparing = keepPrepared(preparer, systemClock, signal, notice).catch((error: unknown) =>
      notice(`titles of the catalog are no longer prepared ahead of requests: ${error}`),
    );
    await aborted(signal);
    vitals.phase = "stopping";
    await preparing;
    await served.close();
    await looking.end();
  } finally {
    await scorer.close();
  }
}

/** Lets the server know which models score, now and every two seconds from now on. */
async function keepLooking(
  log: EventLog,
  model: string | undefined,
  vitals: Vitals,
): Promise<{ end(): Promise<void> }> {
  const releases = followReleases(log);
  const look = async () => {
    const { champion = untrainedReference, challenger } = (await releases()).roles;
    vitals.models = model === undefined ? { champion, challenger } : { champion: model, challenger: undefined };
    vitals.lookedAt = systemClock.now();
    vitals.logFault = undefined;
  };
  const unseen = (error: unknown) => {
    vitals.logFault = error instanceof Error ? error.message : String(error);
  };
  await look().catch(unseen);
  return every(lookEveryMs, look, unseen);
}
