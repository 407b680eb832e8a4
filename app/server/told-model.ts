import { basename } from "node:path";
import type { Manifest } from "../../schemas/manifest.ts";
import { number, object, oneOf, orNull, text, whole, words } from "./shape.ts";

/** A model's reference in an address. */
export const referenceShape = words(200, { description: "Such as ridge-3.", examples: ["ridge-3"] });

const quality = object({ pairs: whole(), searches: whole(), rmse: number() }, {}, { isOpen: true });
const metrics = object({ train: quality, validation: quality, test: quality }, {}, { isOpen: true });
const data = object({ from: text(), rows: whole(), queries: whole() }, {}, { isOpen: true });

const fields = {
  reference: text(),
  kind: text(),
  trainedAt: number({ description: "Milliseconds since 1970 UTC." }),
  scoreMin: number(),
  scoreMax: number(),
  data,
  metrics,
};

/** What is told of a model: all that is kept of its training. */
export const modelShape = object(fields, {}, { isOpen: true });

/** The same, with the role that the model plays. */
export const modelWithRole = object(
  { ...fields, role: orNull(oneOf(["champion", "challenger", "previous-champion"])) },
  {},
  { isOpen: true },
);

/** A model as callers see it: the name of the file that it learned from, not where that lies on the server. */
export function toldModel<Of extends Manifest>(manifest: Of): Of {
  return { ...manifest, data: { ...manifest.data, from: basename(manifest.data.from) } };
}
