import { type QualityWindow, qualityWindows } from "../../../pipelines/evaluation/quality-desk.ts";
import { openData } from "../open-data.ts";
import { Problem } from "../problems.ts";
import { qualityShape } from "../quality-shapes.ts";
import { object, oneOf, orNull } from "../shape.ts";
import { route } from "./route.ts";

const windows = Object.keys(qualityWindows) as QualityWindow[];
const usualWindow: QualityWindow = "1d";

/** `GET /api/quality`: how good the live scores are, by the labels that there are. */
export const qualityRoute = route({
  method: "GET",
  path: "/api/quality",
  role: "read",
  summary: "How good live scores are: errors and ranking with intervals, over time, by slice, beside BM25 and chance.",
  query: object({}, { window: oneOf(windows, { description: `How far back; ${usualWindow} unless said.` }) }),
  // two hundred thousand judged pairs are read and resampled
  answerMs: 60_000,
  answer: object({
    window: oneOf(windows),
    report: orNull(qualityShape),
  }),
  async handle({ query: { window = usualWindow } }, served) {
    const { tables } = openData(served);
    if (tables === undefined) throw new Problem("NOT_READY", "no tables can be asked here");
    return { window, report: await tables.quality.report(window) };
  },
});
