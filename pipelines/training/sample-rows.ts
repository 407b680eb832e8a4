import { embeddable } from "../../models/embedding/embedder.ts";
import type { Model } from "../../models/model.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { LiveModel } from "../live-models.ts";
import { type JudgedRows, pickJudged } from "./judged-rows.ts";
import { gatherTexts } from "./pair-texts.ts";
import { scoreRows } from "./score-rows.ts";

/** Some rows with the scores that a model gave them when it was trained, so that it can be seen whether it still does. */
interface SavedSample {
  readonly featureSet: string;
  readonly names: readonly string[];
  readonly space: string;
  readonly labelMin: number;
  readonly labelMax: number;
  readonly rows: readonly SavedRow[];
}

interface SavedRow {
  readonly search: number;
  readonly query: string;
  readonly title: string;
  readonly grade: number;
  readonly score: number;
  /** null stands for a missing value. */
  readonly features: readonly (number | null)[];
}

const sampledRows = 64;

/** The scores that a model gives to some of these rows, spread evenly over them, with all that it takes to score them again: a JSON file. */
export async function saveSample(model: Model, rows: JudgedRows, from: readonly number[]): Promise<Uint8Array> {
  const count = Math.min(sampledRows, from.length);
  const chosen = Array.from({ length: count }, (_, i) => from[Math.floor((i * from.length) / count)]!);
  const sample = pickJudged(rows, chosen);
  const scores = await scoreRows(model, sample);
  const { featureSet, names, values } = sample.features;
  const textOf = (places: Uint32Array, row: number) => sample.texts.texts[places[row]!]!.raw;
  const saved: SavedSample = {
    ...{ featureSet, names, space: rows.space, labelMin: rows.labelMin, labelMax: rows.labelMax },
    rows: chosen.map((_, row) => ({
      search: sample.searches[row]!,
      query: textOf(sample.texts.query, row),
      title: textOf(sample.texts.title, row),
      grade: sample.grades[row]!,
      score: scores[row]!,
      features: Array.from(values.subarray(row * names.length, (row + 1) * names.length), shortest),
    })),
  };
  return new TextEncoder().encode(`${JSON.stringify(saved)}\n`);
}

/** Nine digits tell every single-precision number from its neighbours. */
function shortest(value: number): number | null {
  return Number.isFinite(value) ? Number(value.toPrecision(9)) : null;
}

/** By how much the scores of a model, as it is loaded now, differ at most from those of its training. Throws DATA_DAMAGED for a file that `saveSample` can't have written. */
export async function sampleDrift(live: LiveModel, file: Uint8Array): Promise<number> {
  const saved = readSample(live.reference, file);
  const scores = await scoreRows(live.model, loadedRows(saved, live));
  // NaN, which Math.max passes on, is as far off as can be.
  return saved.rows.reduce((most, { score }, row) => Math.max(most, Math.abs(scores[row]! - score)), 0);
}

function readSample(reference: string, file: Uint8Array): SavedSample {
  try {
    const saved = JSON.parse(new TextDecoder().decode(file)) as SavedSample;
    if (Array.isArray(saved.names) && Array.isArray(saved.rows)) return saved;
  } catch (error) {
    throw damaged(reference, error);
  }
  throw damaged(reference);
}

function damaged(reference: string, cause?: unknown): TwinstreamError {
  return new TwinstreamError("DATA_DAMAGED", `the sample rows of "${reference}" can't be read; train it again`, cause);
}

function loadedRows({ featureSet, names, space, labelMin, labelMax, rows }: SavedSample, live: LiveModel): JudgedRows {
  const texts = gatherTexts();
  for (const { query, title } of rows) {
    texts.add(
      embeddable(query, live.analyser.analyseQuery(query)),
      embeddable(title, live.analyser.analyseTitle(title)),
    );
  }
  const values = Float32Array.from(
    rows.flatMap((row) => row.features),
    (value) => value ?? Number.NaN,
  );
  return {
    features: { featureSet, names, values, count: rows.length },
    grades: Float32Array.from(rows, (row) => row.grade),
    queries: rows.map((row) => row.query),
    searches: Uint32Array.from(rows, (row) => row.search),
    texts: texts.texts(),
    hash: "",
    ...{ labelMin, labelMax, space },
  };
}
