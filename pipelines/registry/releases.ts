import type { EventLog } from "../../connectors/event-log.ts";
import type { ModelStore } from "../../connectors/model-store.ts";
import { codecs } from "../../schemas/codec.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { ModelRelease } from "../../schemas/generated/events.ts";
import { encodeEvent } from "../batch.ts";
import { loadLiveModel, untrainedReference } from "../live-models.ts";

/**
 * What a model is released for: `champion` scores; `challenger` is scored in its shadow, and what it says changes nothing;
 * `previous-champion` is what the champion replaced, for going back.
 */
export type Role = "champion" | "challenger" | "previous-champion";

/** Which model plays which role; a role that nobody plays is missing. */
export type Roles = { readonly [role in Role]?: string };

/** What the log says of releases. */
export interface ReleaseHistory {
  readonly roles: Roles;
  /** The releases that came about, oldest first. */
  readonly accepted: readonly ModelRelease[];
}

/** Reads all releases, in the order of the log. A champion that was to replace one that no longer reigned did not come about. */
export async function releaseHistory(log: EventLog): Promise<ReleaseHistory> {
  return await followReleases(log)();
}

/** Tells of all releases so far whenever it is asked, having read each from the log once. */
export function followReleases(log: EventLog): () => Promise<ReleaseHistory> {
  let history: ReleaseHistory = { roles: {}, accepted: [] };
  let next = 0;
  const readOn = async () => {
    for await (const entries of log.read("model-releases", { from: next })) {
      for (const { value, offset } of entries) {
        next = offset + 1;
        const decoded = codecs["model-releases"].decode(value ?? new Uint8Array());
        if (!("event" in decoded) || isTooLate(history.roles, decoded.event)) continue;
        history = {
          roles: withRelease(history.roles, decoded.event),
          accepted: [...history.accepted, decoded.event],
        };
      }
    }
    return history;
  };
  let reading: Promise<ReleaseHistory> = Promise.resolve(history);
  return () => {
    // one after the other, so that no release is read twice
    reading = reading.then(readOn, readOn);
    return reading;
  };
}

/** A release as a step from one model to the next; null where nobody played the role, or nobody does from then on. */
export interface RoleChange {
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
  readonly role: Role;
  readonly from: string | null;
  readonly to: string | null;
  /** Why, and who wanted it. */
  readonly reason: string;
}

/** The releases that came about as steps, oldest first. */
export function roleChanges({ accepted }: Pick<ReleaseHistory, "accepted">): readonly RoleChange[] {
  let after: Roles = {};
  return accepted.map((release) => {
    const before = after;
    after = withRelease(before, release);
    const role = release.role as Role;
    return { time: release.time, role, from: before[role] ?? null, to: after[role] ?? null, reason: release.reason };
  });
}

/** Who plays the roles now. */
export async function releasedRoles(log: EventLog): Promise<Roles> {
  return (await releaseHistory(log)).roles;
}

/** The role of a model; it was the champion before only as long as it is neither of the others. */
export function roleOf(reference: string, roles: Roles): Role | undefined {
  return (["champion", "challenger", "previous-champion"] as const).find((role) => roles[role] === reference);
}

function isTooLate({ champion = untrainedReference }: Roles, { replaces }: ModelRelease): boolean {
  return replaces !== null && replaces !== champion;
}

/** The roles after one more release. A challenger that becomes the champion challenges no more. */
function withRelease({ ...roles }: { -readonly [role in Role]?: string }, { role, model }: ModelRelease): Roles {
  if (role === "champion") {
    if (roles.champion !== undefined && roles.champion !== model) roles["previous-champion"] = roles.champion;
    roles.champion = model;
    if (roles.challenger === model) delete roles.challenger;
  } else if (role === "challenger") {
    if (model === untrainedReference) delete roles.challenger;
    else roles.challenger = model;
  } else if (role === "previous-champion") roles["previous-champion"] = model;
  return roles;
}

/** A model to release, when and why. */
export interface Release {
  readonly model: string;
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
  readonly reason: string;
}

/**
 * Makes a model the champion from now on, once it was seen to load. `replaces` is the champion that the decision was made against,
 * undefined where there was none: when another one reigns by then, nothing changes and it throws CHAMPION_CHANGED. Throws what
 * `loadLiveModel` throws, and leaves the champion as it is.
 */
export async function releaseModel(
  log: EventLog,
  store: ModelStore,
  release: Release & { readonly replaces: string | undefined },
): Promise<void> {
  await checkLoads(store, release.model);
  const event = { ...release, role: "champion", replaces: release.replaces ?? untrainedReference };
  await log.append([encodeEvent("model-releases", event)]);
  const { accepted, roles } = await releaseHistory(log);
  if (accepted.some((other) => isSameRelease(other, event))) return;
  throw new TwinstreamError(
    "CHAMPION_CHANGED",
    `"${release.model}" was to replace ${release.replaces ?? "no champion"}, but the champion changed meanwhile to ${roles.champion}; run it again to decide against that one`,
  );
}

/** Two equal releases come to the same, whichever of the two was accepted. */
function isSameRelease(one: ModelRelease, other: ModelRelease): boolean {
  return (Object.keys(one) as (keyof ModelRelease)[]).every((name) => one[name] === other[name]);
}

/** Makes a model the challenger from now on, once it was seen to load. Throws as `loadLiveModel` does, and WRONG_USAGE for the champion. */
export async function releaseChallenger(log: EventLog, store: ModelStore, release: Release): Promise<void> {
  if ((await releasedRoles(log)).champion === release.model)
    throw new TwinstreamError("WRONG_USAGE", `"${release.model}" is the champion; name another one to challenge it`);
  await checkLoads(store, release.model);
  await log.append([encodeEvent("model-releases", { ...release, role: "challenger", replaces: null })]);
}

/** Takes the challenger back, and says which it was; undefined when there was none. */
export async function withdrawChallenger(log: EventLog, why: Omit<Release, "model">): Promise<string | undefined> {
  const { challenger } = await releasedRoles(log);
  const event = { ...why, role: "challenger", model: untrainedReference, replaces: null };
  if (challenger !== undefined) await log.append([encodeEvent("model-releases", event)]);
  return challenger;
}

async function checkLoads(store: ModelStore, reference: string): Promise<void> {
  const live = await loadLiveModel(store, reference);
  await live.close();
}
