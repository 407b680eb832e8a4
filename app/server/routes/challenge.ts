import { releaseChallenger } from "../../../pipelines/registry/releases.ts";
import { openData } from "../open-data.ts";
import { object, text } from "../shape.ts";
import { referenceShape } from "../told-model.ts";
import { route } from "./route.ts";

/** `POST /api/models/:reference/challenge`: makes a model the challenger. */
export const challengeRoute = route({
  method: "POST",
  path: "/api/models/:reference/challenge",
  role: "admin",
  summary: "Makes a model the challenger: it is scored beside the champion, and changes nothing.",
  place: object({ reference: referenceShape }),
  answer: object({ challenger: text() }),
  answerMs: 120_000,
  async handle({ place: { reference: model }, caller }, served) {
    const { log, store } = openData(served);
    await releaseChallenger(log, store, { model, time: served.clock.now(), reason: `by ${caller.name} over HTTP` });
    return { challenger: model };
  },
});
