/** A thread that scores searches, those that wait together, each with the model that it is to be scored with. */
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import { systemClock } from "../../connectors/clock.ts";
import { openModelFolder } from "../../connectors/files/model-folder.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import { keepModels } from "../registry/kept-models.ts";
import { keepEncodersIn } from "../surroundings.ts";
import { failureOf, type ThreadFailure } from "../thread-failure.ts";
import { openPart, type SentPart } from "./search-parts.ts";
import { type ScoredSearch, type SearchToScore, scoreHere } from "./search-scorer.ts";
import { takeTogether } from "./take-together.ts";

/** What a thread scores with. */
export interface ScoringSettings {
  /** Paths of the data folder, and of the models in it. */
  readonly data: string;
  readonly models: string;
  /** How many titles each model keeps prepared. */
  readonly keptTitles: number;
}

/** A search to score, or a part of it, or titles to prepare. */
export type ScoringWork =
  | { readonly search: SearchToScore; readonly part?: SentPart; readonly titles?: undefined }
  | { readonly titles: readonly string[]; readonly search?: undefined; readonly part?: undefined };

/** What a thread is asked for; numbered, as several answers may be waited for. */
export type ScoringOrder = ScoringWork & {
  readonly id: number;
  /** The model to do it with. */
  readonly reference: string;
};

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

/** The oldest first. */
const waiting: (ScoringOrder | "stop")[] = [];
let isAtWork = false;
port.on("message", (order: ScoringOrder | "stop") => {
  waiting.push(order);
  if (!isAtWork) void work();
});

async function work(): Promise<void> {
  isAtWork = true;
  while (waiting.length > 0) {
    receiveSent();
    const orders = takeTogether(waiting);
    if (orders === "stop") stop();
    else await carryOut(orders);
  }
  isAtWork = false;
}

/** What was sent while a search was scored, which would else be told of one by one. */
function receiveSent(): void {
  for (let sent = receiveMessageOnPort(port); sent !== undefined; sent = receiveMessageOnPort(port))
    waiting.push(sent.message as ScoringOrder | "stop");
}

/** Does what was ordered; of several each by itself where together they fail, so that only those fail that must. */
async function carryOut(orders: readonly [ScoringOrder, ...ScoringOrder[]]): Promise<void> {
  const [{ id, reference, search, part, titles }] = orders;
  const scorer = scoreHere({ current: () => kept.lend(reference), release: kept.takeBack });
  try {
    if (part !== undefined) {
      tell({ id, scored: await scorer.scorePart(search, openPart(part)) });
    } else if (titles === undefined) {
      const scored = await scorer.scoreTogether(orders.map(({ search }) => search!));
      for (const [i, order] of orders.entries()) tell({ id: order.id, scored: scored[i] });
    } else {
      await scorer.prepare(titles);
      tell({ id, scored: undefined });
    }
  } catch (error) {
    if (orders.length === 1)
      tell({ id, failed: error instanceof TwinstreamError ? failureOf(error) : (error as Error) });
    else for (const order of orders) await carryOut([order]);
  }
  kept.keepOnly([reference]);
}

function stop(): void {
  kept.keepOnly([]);
  port.close();
}
