import type { Clock } from "../../connectors/clock.ts";
import type { EventLog } from "../../connectors/event-log.ts";
import type { ModelStore } from "../../connectors/model-store.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import { type LiveModel, type LiveModels, untrainedReference } from "../live-models.ts";
import { keepModels } from "./kept-models.ts";
import { followReleases, type ReleaseHistory } from "./releases.ts";

const lookEveryMs = 250;

/**
 * The released champion and challenger, looked up again every quarter of a second. They, the previous champion, for going back, and the
 * last good model stay loaded; any other is closed once no batch has it.
 * While the champion can't be loaded the last good model goes on (at the start: the newest earlier champion that loads), and `notice`
 * is told so; it throws what loading the champion throws only when nothing else loads either.
 */
export function followChampion(
  log: EventLog,
  store: ModelStore,
  clock: Clock,
  notice: (text: string) => void,
  keptTitles?: number,
): LiveModels {
  const kept = keepModels(store, clock, notice, keptTitles);
  const tell = tellOnce(notice);
  const lookUp = lookNowAndThen(log, clock);
  let lastGood: string | undefined;
  const look = async () => {
    const history = await lookUp();
    const { champion = untrainedReference, challenger, ...before } = history.roles;
    kept.keepOnly([champion, challenger, before["previous-champion"], lastGood]);
    return history;
  };
  return {
    async current() {
      const history = await look();
      const { champion = untrainedReference } = history.roles;
      const loaded = await orFault(kept.lend(champion));
      if (loaded instanceof TwinstreamError) {
        const candidates = lastGood === undefined ? formerChampions(history) : [lastGood];
        const standIn = await firstThatLoads(kept.lend, candidates);
        if (standIn === undefined) throw loaded;
        tell("champion", standInText(champion, standIn.reference, loaded));
        lastGood = standIn.reference;
        return standIn;
      }
      tell("champion", undefined, `"${champion}" loads, and scores from now on`);
      lastGood = champion;
      return loaded;
    },
    async challenger() {
      const { challenger } = (await look()).roles;
      const loaded = challenger === undefined ? undefined : await orFault(kept.lend(challenger));
      if (!(loaded instanceof TwinstreamError)) {
        tell(
          "challenger",
          undefined,
          loaded ? `"${challenger}" loads, and challenges from now on` : "nobody challenges",
        );
        return loaded;
      }
      tell("challenger", `"${challenger}" does not load, so nobody challenges until it does: ${describe(loaded)}`);
      return undefined;
    },
    release: kept.takeBack,
  };
}

function standInText(champion: string, standIn: string, fault: TwinstreamError): string {
  return `"${champion}" is the champion but does not load, so ${standIn} scores until it does: ${describe(fault)}; or go back: twinstream models rollback`;
}

function describe({ message, code }: TwinstreamError): string {
  return `${message} [${code}]`;
}

/** Those that scored before, the latest first; the one to go back to ahead of all. */
function formerChampions({ roles, accepted }: ReleaseHistory): readonly string[] {
  const released = accepted.filter(({ role }) => role === "champion").map(({ model }) => model);
  return [...new Set([roles["previous-champion"] ?? untrainedReference, ...released.reverse()])].filter(
    (reference) => reference !== roles.champion && reference !== untrainedReference,
  );
}

async function firstThatLoads(
  lend: (reference: string) => Promise<LiveModel>,
  references: readonly string[],
): Promise<LiveModel | undefined> {
  for (const reference of references) {
    const loaded = await orFault(lend(reference));
    if (!(loaded instanceof TwinstreamError)) return loaded;
  }
  return undefined;
}

/** What a person can mend, as a value; anything else is a bug and is thrown. */
async function orFault(loading: Promise<LiveModel>): Promise<LiveModel | TwinstreamError> {
  try {
    return await loading;
  } catch (error) {
    if (error instanceof TwinstreamError) return error;
    throw error;
  }
}

/** Tells of a trouble when it begins or changes, and of its end. */
function tellOnce(notice: (text: string) => void): (what: string, trouble: string | undefined, end?: string) => void {
  const told = new Map<string, string>();
  return (what, trouble, end) => {
    if (told.get(what) === trouble) return;
    if (trouble !== undefined) told.set(what, trouble);
    else told.delete(what);
    notice(trouble ?? end!);
  };
}

function lookNowAndThen(log: EventLog, clock: Clock): () => Promise<ReleaseHistory> {
  const read = followReleases(log);
  let history: ReleaseHistory | undefined;
  let lookedAt = Number.NEGATIVE_INFINITY;
  return async () => {
    if (history === undefined || clock.now() - lookedAt >= lookEveryMs) {
      lookedAt = clock.now();
      history = await read();
    }
    return history;
  };
}
