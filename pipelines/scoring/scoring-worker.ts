/** A thread that scores searches one after the other, each with the model that it is to be scored with. */
import { parentPort, workerData } from "node:worker_threads";
import { systemClock } from "../../connectors/clock.ts";
import { openModelFolder } from "../../connectors/files/model-folder.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import { keepModels } from "../registry/kept-models.ts";
import { keepEncodersIn } from "../surroundings.ts";
import { failureOf, type ThreadFailure } from "../thread-failure.ts";
import { type ScoredSearch, type SearchToScore, scoreHere } from "./search-scorer.ts";

/** What a thread scores with. */
export interface ScoringSettings {
  /** Paths of the data folder, and of the models in it. */
  readonly data: string;
  readonly models: string;
  /** How many titles each model keeps prepared. */
  readonly keptTitles: number;
}

/** A search to score, or titles to prepare. */
export type ScoringWork = { readonly search: SearchToScore } | { readonly titles: readonly string[] };

/** What a thread is asked for; numbered, as several answers may be waited for. */
export interface ScoringOrder {
  readonly id: number;
  /** The model to do it with. */
  readonly reference: string;
  readonly work: ScoringWork;
}

/** What it answers; a bug as the error that it is. */
export type ScoringAnswer =
  | { readonly id: number; readonly scored: ScoredSearch | undefined }
  | { readonly id: number; readonly failed: ThreadFailure | Error }
  | { readonly notice: string };

const { data, models, keptTitles } = workerData as ScoringSettings;
const port = parentPort!;
const tell = (answer: ScoringAnswer) => port.postMessage(answer);
keepEncodersIn(data);
const kept = keepModels(openModelFolder(models), systemClock, (notice) => tell({ notice }), keptTitles);

let last: Promise<void> = Promise.resolve();
port.on("message", (order: ScoringOrder | "stop") => {
  last = last.then(() => (order === "stop" ? stop() : carryOut(order)));
});

async function carryOut({ id, reference, work }: ScoringOrder): Promise<void> {
  const scorer = scoreHere({ current: () => kept.lend(reference), release: kept.takeBack });
  try {
    tell({ id, scored: "search" in work ? await scorer.score(work.search) : void (await scorer.prepare(work.titles)) });
  } catch (error) {
    tell({ id, failed: error instanceof TwinstreamError ? failureOf(error) : (error as Error) });
  }
  kept.keepOnly([reference]);
}

function stop(): void {
  kept.keepOnly([]);
  port.close();
}
