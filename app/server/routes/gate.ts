import { gateChecks } from "../../../pipelines/registry/gate.ts";
import { usualBudgetMs } from "../../../pipelines/registry/promote.ts";
import { releasedRoles } from "../../../pipelines/registry/releases.ts";
import { openData } from "../open-data.ts";
import { flag, list, number, object, orNull, text } from "../shape.ts";
import { referenceShape } from "../told-model.ts";
import { route } from "./route.ts";

/** How long 1,000 scores of a model may take, in a request. */
export const budgetShape = number({
  minimum: 0.001,
  description: `How long 1,000 scores may take, ms; ${usualBudgetMs} unless said.`,
});

/** What the gate found, in an answer. */
export const checksShape = list(object({ what: text(), isPassed: flag(), found: text() }));

/** `GET /api/models/:reference/gate`: what a promotion would be answered with. */
export const gateRoute = route({
  method: "GET",
  path: "/api/models/:reference/gate",
  role: "read",
  summary: "What the gate finds of a model against the champion; changes nothing.",
  place: object({ reference: referenceShape }),
  query: object({}, { budgetMs: budgetShape }),
  answer: object({ champion: orNull(text()), isPassed: flag(), checks: checksShape }),
  answerMs: 120_000,
  async handle({ place: { reference }, query: { budgetMs = usualBudgetMs } }, served) {
    const { log, store } = openData(served);
    const { champion } = await releasedRoles(log);
    const checks = await gateChecks(store, reference, { champion, budgetMs });
    return { champion: champion ?? null, isPassed: checks.every((check) => check.isPassed), checks };
  },
});
