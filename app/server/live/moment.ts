import type { StagePlace } from "../../../pipelines/step.ts";
import { type Reason, reasonsAgainst } from "../readiness.ts";
import type { Process } from "../routes/route.ts";
import { flag, list, number, object, oneOf, orNull, text, type ValueOf, whole } from "../shape.ts";
import { type Look, ratesOf, type StageRates } from "./rates.ts";

const stageShape = object({
  name: text(),
  group: text({ description: "The consumer group by which it is fed." }),
  from: list(text(), { description: "The topics that it reads." }),
  to: list(text(), { description: "The topics that it writes; none where it is the end of a branch." }),
  isInMemory: flag({ description: "Whether its input comes in memory from the stage before, and not from a topic." }),
  eventsIn: orNull(whole({ description: "Since the process began; null where another process runs the stage." })),
  eventsOut: orNull(whole()),
  inPerSecond: orNull(number({ description: "Over the last seconds; null where that is not known yet." })),
  outPerSecond: orNull(number()),
  lag: orNull(whole({ description: "Entries that wait for it; null where its group never began." })),
  latencyP50Ms: orNull(
    number({ description: "From an event's append to the end of its batch, over the last seconds; null without any." }),
  ),
  latencyP99Ms: orNull(number()),
  deadLetters: orNull(whole({ description: "Events that it could not read or process." })),
  stillSeconds: number({ description: "How long what waits has waited without the group having moved." }),
  reasons: list(text(), { description: "Why it is not as it should be; none while it is." }),
});

/** How a pipeline is at one moment. */
export const momentShape = object({
  time: whole({ description: "Milliseconds since 1970 UTC." }),
  phase: oneOf(["starting", "running", "stopping"]),
  isReady: flag({ description: "Whether it does its work, as /readyz says." }),
  reasons: list(text(), { description: "Why it does not, or where it stalls." }),
  champion: orNull(text()),
  challenger: orNull(text()),
  runsStages: flag({ description: "Whether this process runs stages; if not, they are told as the log knows them." }),
  unknown: list(text(), { description: "What can't be known here, in sentences." }),
  stages: list(stageShape, { description: "In the order of the stream." }),
  topics: list(
    object({
      name: text(),
      end: whole({ description: "Entries that were ever appended, over all partitions." }),
      perSecond: orNull(number({ description: "Entries appended a second, over the last seconds." })),
    }),
  ),
  deadLetters: orNull(whole({ description: "Entries of the topic of dead letters; null where it was not seen yet." })),
  memory: object({ rssBytes: whole(), heapBytes: whole() }),
});

/** How a pipeline is at one moment. */
export type Moment = ValueOf<typeof momentShape>;

/** What is told of a moment beside the looks. */
export interface Surroundings extends Pick<Process, "vitals" | "rules"> {
  /** The stages of this process, or, where it runs none, all that there are. */
  readonly places: readonly StagePlace[];
  readonly deadLetters: number | undefined;
  readonly memory: Moment["memory"];
}

const unknownElsewhere = [
  "This process runs no stages. What is shown of them is what the log knows: positions, what waits, and how fast both move.",
  "How long events take, how many each stage could not process and whether stages pass them on in memory is known to the process that runs them: see its /metrics, or its own page.",
];

/** A moment as it is told: rates are of the time between two looks. */
export function momentOf(now: Look, before: Look | undefined, around: Surroundings): Moment {
  const { vitals, rules, places, deadLetters = null, memory } = around;
  const runsStages = vitals.topology.length > 0;
  const reasons = reasonsAgainst({ ...vitals, partitions: now.partitions }, rules, now.time);
  const rates = ratesOf(now, before, runsStages);
  const { champion = null, challenger = null } = vitals.models ?? {};
  return {
    time: now.time,
    phase: vitals.phase,
    isReady: reasons.length === 0,
    reasons: reasons.map(({ message }) => message),
    ...{ champion, challenger, runsStages, deadLetters, memory },
    unknown: runsStages || vitals.phase !== "running" ? [] : unknownElsewhere,
    stages: places.map((place) => stageOf(place, now, reasons, rates.stage(place))),
    topics: rates.topics,
  };
}

function stageOf(
  place: StagePlace,
  now: Look,
  reasons: readonly Reason[],
  rates: StageRates,
): Moment["stages"][number] {
  const { name, group, from, to, isInMemory } = place;
  const figures = now.figures.find((stage) => stage.name === name);
  // a stage inside a fused chain follows its topic as well, for what another process may have left there
  const own = now.partitions.filter((state) => state.group === name);
  const hasBegun = figures !== undefined || own.some(({ committed }) => committed !== undefined);
  return {
    ...{ name, group, from, to, isInMemory, ...rates },
    eventsIn: figures?.eventsIn ?? null,
    eventsOut: figures?.eventsOut ?? null,
    lag: hasBegun ? own.reduce((sum, { lag }) => sum + lag, 0) : null,
    deadLetters: figures?.rejected ?? null,
    stillSeconds: Math.max(0, ...own.map(({ stillMs }) => stillMs)) / 1000,
    reasons: reasons.filter((reason) => reason.group === name).map(({ message }) => message),
  };
}
