import { promoteModel } from "../../../pipelines/registry/promote.ts";
import { openData } from "../open-data.ts";
import { Problem } from "../problems.ts";
import { object, orNull, text, words } from "../shape.ts";
import { referenceShape } from "../told-model.ts";
import { budgetShape, checksShape } from "./gate.ts";
import { route } from "./route.ts";

/** `POST /api/models/:reference/promote`: makes a model the champion when the gate lets it through. */
export const promoteRoute = route({
  method: "POST",
  path: "/api/models/:reference/promote",
  role: "admin",
  summary: "Makes a model the champion when the gate lets it through; it scores from the next batch on.",
  place: object({ reference: referenceShape }),
  body: orNull(
    object(
      {},
      {
        budgetMs: budgetShape,
        force: words(500, { description: "Why it is promoted whatever the gate finds; kept with the release." }),
      },
    ),
  ),
  answer: object({ champion: text(), checks: checksShape }),
  answerMs: 120_000,
  async handle({ place: { reference: model }, body, caller }, served) {
    const { log, store } = openData(served);
    const release = { model, time: served.clock.now(), reason: `by ${caller.name} over HTTP` };
    const { isPromoted, checks } = await promoteModel(log, store, { ...release, ...body });
    if (isPromoted) return { champion: model, checks };
    const refused = checks.filter((check) => !check.isPassed);
    const faults = refused.map(({ what, found }) => ({ where: what, what: found }));
    const detail = `"${model}" is not promoted; mend what is refused, or promote it all the same with "force" and the reason`;
    throw new Problem("GATE_REFUSED", detail, { faults });
  },
});
