import { compareSeveral } from "../../../pipelines/registry/compare-several.ts";
import { openData } from "../open-data.ts";
import { list, object, text } from "../shape.ts";
import { modelShape, referenceShape, toldModel } from "../told-model.ts";
import { route } from "./route.ts";

/** `GET /api/models/compare`: models side by side on the rows that both were tested on. */
export const compareRoute = route({
  method: "GET",
  path: "/api/models/compare",
  role: "read",
  summary:
    "Sets models beside the champion where it is among them, else beside the first, on rows that neither learned from.",
  query: object({ model: list(referenceShape, { minItems: 2, maxItems: 5, description: "Once for each model." }) }),
  answer: object({
    models: list(modelShape),
    comparisons: list(object({ first: text(), second: text() }, {}, { isOpen: true })),
  }),
  answerMs: 120_000,
  async handle({ query: { model } }, served) {
    const { log, store } = openData(served);
    const { models, comparisons } = await compareSeveral(log, store, model);
    return { models: models.map(toldModel), comparisons };
  },
});
