import type { LiveModels } from "../live-models.ts";
import type { AnyStage } from "../stage.ts";
import { embedStage } from "./embed.ts";
import { evaluateStage } from "./evaluate.ts";
import { recogniseStage } from "./recognise.ts";
import { scoreStage } from "./score.ts";
import { tokenizeStage } from "./tokenize.ts";

/** Every stage, in the order of the stream. One more stage is one more file and one more line here. */
export const stages = {
  tokenize: tokenizeStage,
  embed: embedStage,
  score: scoreStage,
  evaluate: evaluateStage,
  recognise: recogniseStage,
} as const satisfies Readonly<Record<string, (models: LiveModels) => AnyStage>>;
