import { list, number, object, orNull, text, whole } from "./shape.ts";

const told = orNull(number());
const interval = orNull(object({ low: number(), high: number() }));

const measured = {
  figures: object(
    { pairs: whole(), searches: whole(), rmse: told, mae: told, bias: told, pearson: told, ndcg10: told, mrr: told },
    {},
    { description: "null where it can't be told, as NDCG where no two grades of a search differ." },
  ),
  intervals: object(
    { rmse: interval, mae: interval, bias: interval, pearson: interval, ndcg10: interval, mrr: interval },
    {},
    { description: "95 % confidence intervals, from resampling searches." },
  ),
};

const difference = orNull(
  object({
    first: number({ description: "The champion's." }),
    second: number({ description: "The challenger's." }),
    difference: number({ description: "Challenger less champion." }),
    interval: object({ low: number(), high: number() }),
  }),
);
const ranking = object({ ndcg10: told, mrr: told });

/** How good the scores of a time were. */
export const qualityShape = object({
  from: whole({ description: "Milliseconds since 1970 UTC." }),
  to: whole(),
  pairs: whole({
    description: "Judged pairs of that time; of more than 200,000 only some whole searches were looked at.",
  }),
  otherRanges: whole({ description: "Judged pairs left out because their grades are of another range." }),
  labelMin: number(),
  labelMax: number(),
  live: object(measured, {}, { description: "The scores that counted, whichever model gave them." }),
  overTime: list(object({ from: whole(), to: whole(), models: list(text()), ...measured }), {
    description: "The same by stretches of time; those without a judged search are left out.",
  }),
  calibration: list(
    object({ from: number(), to: number(), pairs: whole(), meanScore: number(), meanGrade: number(), interval }),
    { description: "Mean score against mean grade by tenths of the label range, with the interval of the mean grade." },
  ),
  slices: list(object({ slice: text(), value: text(), ...measured }), {
    description: "Brands and categories are the ten with the most pairs; slices of products have no ranking.",
  }),
  models: list(object({ model: text(), lastAt: whole(), ...measured }), {
    description: "By the model that scored, the one that scored last first.",
  }),
  beside: orNull(
    object(
      {
        champion: text(),
        challenger: text(),
        ofChampion: object(measured),
        ofChallenger: object(measured),
        difference: object({ rmse: difference, mae: difference, ndcg10: difference, mrr: difference }),
      },
      {},
      { description: "The newest two models that scored the very same searches." },
    ),
  ),
  references: object(
    {
      constant: object({ value: number(), rmse: number(), mae: number() }),
      random: ranking,
      bm25: ranking,
    },
    {},
    { description: "What needs no model, on the same searches: the mean grade, a random order, BM25 of the titles." },
  ),
});
