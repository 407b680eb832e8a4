import type { EventLog, LogFigures } from "../../connectors/event-log.ts";
import type { ModelStore } from "../../connectors/model-store.ts";
import type { IsErased } from "../../pipelines/dead-letters/erased-letters.ts";
import type { Erasure } from "../../pipelines/erasure/erase-user.ts";
import type { LiveModels } from "../../pipelines/live-models.ts";
import type { CatalogMaps } from "../../pipelines/map/catalog-maps.ts";
import type { PartitionState } from "../../pipelines/partition-watch.ts";
import type { LiveRecommender } from "../../pipelines/recommend/live-recommender.ts";
import type { HashUser } from "../../pipelines/record/hash-user.ts";
import type { CatalogOnDemand } from "../../pipelines/retrieval/catalog-on-demand.ts";
import type { Recognitions } from "../../pipelines/retrieval/recognitions.ts";
import type { Visits } from "../../pipelines/retrieval/visits.ts";
import type { SearchScorer } from "../../pipelines/scoring/search-scorer.ts";
import type { StageFigures } from "../../pipelines/stage-metrics.ts";
import type { StagePlace } from "../../pipelines/step.ts";
import type { AskedTables } from "../../pipelines/tables.ts";

/** The models that score, as they were seen last. */
export interface ModelsSeen {
  readonly champion: string;
  readonly challenger: string | undefined;
}

/** What a process has open, for routes that answer from it. */
export interface OpenData {
  readonly log: EventLog;
  readonly store: ModelStore;
  /** Which model scores now. */
  readonly live: LiveModels;
  /** What scores requests; left out where the thread of the server does. */
  readonly scorer?: SearchScorer;
  /** The products of the catalog, to be searched. */
  readonly catalog: CatalogOnDemand;
  /** The catalog in the plane; left out where none is drawn. */
  readonly maps?: CatalogMaps;
  /** What products were recognised as; left out where nobody asks. */
  readonly recognitions?: Recognitions;
  /** What visitors did with products. */
  readonly visits: Visits;
  /** The model that recommends, and how it names visitors; left out where there is none. */
  readonly recommender?: LiveRecommender;
  readonly hashUser?: HashUser;
  /** For people's SQL; left out where none is asked. */
  readonly tables?: AskedTables;
  /** Takes a user out of the tables; left out where there are none. */
  readonly eraseUser?: (userId: string) => Promise<Erasure>;
  /** Which dead letters are of users who were taken out, as of now; left out where there are no tables. */
  readonly erasedLetters?: () => Promise<IsErased>;
}

/** How a pipeline is: its session writes it, the routes of the server read it. */
export interface Vitals {
  phase: "starting" | "running" | "stopping";
  /** What ended a stage or a worker. */
  failure: string | undefined;
  /** Why the log could not be asked the last time. */
  logFault: string | undefined;
  /** When the log was asked the last time with success, milliseconds since 1970 UTC; undefined before the first. */
  lookedAt: number | undefined;
  partitions: readonly PartitionState[];
  /** The stages that run here, in the order of the stream; none where they run elsewhere. */
  topology: readonly StagePlace[];
  models: ModelsSeen | undefined;
  /** Undefined while it is being opened, and once it is being closed. */
  data: OpenData | undefined;
  stages: () => readonly StageFigures[];
  log: () => LogFigures | undefined;
}

/** A pipeline that has not begun. */
export function newVitals(): Vitals {
  return {
    phase: "starting",
    failure: undefined,
    logFault: undefined,
    lookedAt: undefined,
    partitions: [],
    topology: [],
    models: undefined,
    data: undefined,
    stages: () => [],
    log: () => undefined,
  };
}
