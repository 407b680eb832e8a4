import { compareSeveral } from "../../../pipelines/registry/compare-several.ts";
import { openData } from "../open-data.ts";
import { list, number, object, oneOf, orNull, text, whole } from "../shape.ts";
import { modelShape, referenceShape, toldModel } from "../told-model.ts";
import { route } from "./route.ts";

const figure = orNull(
  object(
    {
      first: number(),
      second: number(),
      difference: number({ description: "Second less first." }),
      interval: object({ low: number(), high: number() }, {}, { description: "Where the difference lies, 95 %." }),
    },
    {},
    { isOpen: true },
  ),
);

const slice = object({
  slice: oneOf(["all", "seen_query", "query_words"]),
  value: text(),
  pairs: whole(),
  searches: whole(),
  figures: object({ rmse: figure, mae: figure, ndcg10: figure, mrr: figure }),
});

const comparison = object(
  { first: text(), second: text() },
  {
    slices: list(slice),
    tooSmall: list(object({ slice: text(), value: text(), searches: whole() })),
    notes: list(text()),
    reason: text({ description: "Why the two can't be compared; the rest is left out then." }),
  },
);

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
    comparisons: list(comparison),
  }),
  answerMs: 120_000,
  async handle({ query: { model } }, served) {
    const { log, store } = openData(served);
    const { models, comparisons } = await compareSeveral(log, store, model);
    return { models: models.map(toldModel), comparisons };
  },
});
