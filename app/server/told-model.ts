import { basename } from "node:path";
import { type Manifest, splitChoices } from "../../schemas/manifest.ts";
import { anything, byName, list, number, object, oneOf, orNull, text, whole, words } from "./shape.ts";

/** A model's reference in an address. */
export const referenceShape = words(200, { description: "Such as ridge-3.", examples: ["ridge-3"] });

const moment = number({ description: "Milliseconds since 1970 UTC." });
const interval = orNull(object({ low: number(), high: number() }));

const quality = object(
  {
    ...{ pairs: whole(), searches: whole(), rmse: number(), mse: number(), mae: number(), bias: number() },
    ...{ pearson: orNull(number()), ndcg10: orNull(number()), mrr: orNull(number()) },
  },
  {},
  { isOpen: true },
);

const intervals = object({}, { rmse: interval, mae: interval, ndcg10: interval, mrr: interval }, { isOpen: true });

const metrics = object(
  { train: quality, validation: quality, test: quality },
  {
    seen: quality,
    unseen: quality,
    intervals: object(
      {},
      { test: intervals, seen: intervals, unseen: intervals },
      { description: "Where the figures of the test lie with 95 % confidence." },
    ),
  },
  { isOpen: true },
);

const data = object(
  { from: text(), hash: text(), rows: whole(), queries: whole(), split: oneOf(splitChoices) },
  {},
  { isOpen: true },
);

const curvePoint = object({
  epoch: whole(),
  trainingLoss: number(),
  validationLoss: number(),
  learningRate: number(),
});

const fields = {
  reference: text(),
  kind: text(),
  trainedAt: moment,
  scoreMin: number(),
  scoreMax: number(),
  seed: whole(),
  trainingMs: number(),
  msPerThousandScores: number({ description: "Of processor time." }),
  data,
  metrics,
};

const lineage = {
  config: byName(anything()),
  parent: text({ description: "The champion when it was trained." }),
  builtFrom: list(text(), { description: "Models and encoders within it." }),
  embedder: text({ description: "The model that lends its embedder." }),
  sizeBytes: whole(),
  programVersion: text(),
  learningCurve: list(curvePoint, { description: "By epoch; empty for kinds that don't learn by epochs." }),
};

/** What is told of a model: all that is kept of its training. */
export const modelShape = object(fields, lineage, { isOpen: true });

/** The same, with the role that the model plays. */
export const modelWithRole = object(
  { ...fields, role: orNull(oneOf(["champion", "challenger", "previous-champion"])) },
  lineage,
  { isOpen: true },
);

/** A model as callers see it: the name of the file that it learned from, not where that lies on the server. */
export function toldModel<Of extends Manifest>(manifest: Of): Of {
  return { ...manifest, data: { ...manifest.data, from: basename(manifest.data.from) } };
}
