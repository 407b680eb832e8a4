import type { AnswerOf } from "../../api/answers.ts";
import { api } from "../../api/client.ts";
import type { Told } from "../../api/outcome.ts";
import type { MetricName } from "../../parts/metrics.ts";

/** Models that were trained and tested on the same rows. */
export type Ladder = AnswerOf<"/api/models/ladder">["ladders"][number];

/** A trained model. */
export type Model = Ladder["models"][number];

/** A step from one model to another. */
export type Release = AnswerOf<"/api/models/releases">["releases"][number];

/** Which models there are, and who plays which role since when. */
export interface Standing {
  readonly champion: string | null;
  readonly challenger: string | null;
  readonly ladders: readonly Ladder[];
  /** Newest first. */
  readonly releases: readonly Release[];
}

/** Asks for all of it. */
export async function askStanding(signal: AbortSignal): Promise<Told<Standing>> {
  const [roles, ladder, releases] = await Promise.all([
    api.GET("/api/models", { signal }),
    api.GET("/api/models/ladder", { signal }),
    api.GET("/api/models/releases", { signal }),
  ]);
  if (!(roles.data && ladder.data && releases.data)) return { error: roles.error ?? ladder.error ?? releases.error };
  const { champion, challenger } = roles.data;
  return { data: { champion, challenger, ladders: ladder.data.ladders, releases: releases.data.releases } };
}

/** The roles that a model can play. */
export type Role = "champion" | "challenger";

/** The role of a model; undefined where it plays none. */
export function roleOf({ champion, challenger }: Standing, reference: string): Role | undefined {
  if (reference === champion) return "champion";
  return reference === challenger ? "challenger" : undefined;
}

/** The champion before this one; undefined where there was none. */
export function championBefore({ champion, releases }: Standing): string | undefined {
  const step = releases.find(
    ({ role, from, to }) => role === "champion" && from !== null && to === champion && from !== to,
  );
  return step?.from ?? undefined;
}

/** Every model of some ladders. */
export function modelsOf({ ladders }: Standing): readonly Model[] {
  return ladders.flatMap(({ models }) => models);
}

/** A figure of a model on the rows it was tested on, and where it lies with 95 % confidence; null where that can't be told. */
export function testFigure({ metrics }: Model, name: MetricName) {
  return { value: metrics.test[name], interval: metrics.intervals?.test?.[name] ?? null };
}
