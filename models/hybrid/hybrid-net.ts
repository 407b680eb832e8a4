import { byInputs } from "../net/initialisers.ts";
import { dense } from "../net/layers/dense.ts";
import { dropout } from "../net/layers/dropout.ts";
import { l2Penalty, softmaxCrossEntropy } from "../net/losses.ts";
import type { Net, NetBuilder } from "../net/net.ts";
import { add, concat, divide, input, multiply, softmax, square, squareRoot, subtract, sum } from "../net/operations.ts";
import type { Value } from "../net/value.ts";
import type { HybridConfig } from "./hybrid-config.ts";
import { pictureTower } from "./picture-tower.ts";
import { titleTower } from "./title-tower.ts";

/** How large a net is, beside its config. */
export interface HybridSize {
  /** How many ids words have. */
  readonly rows: number;
  readonly categories: number;
}

/** The inputs of a net by what they are; those of titles are the tower's. */
export const hybridInputs = {
  /** Batch × height × width × 3, from 0 to 255; anything where there is no picture. */
  picture: "picture",
  /** Batch × 1: 1 where the picture, or the title, is seen, else 0. */
  seesPicture: "sees picture",
  seesTitle: "sees title",
  /** Batch × categories, of rows that add up to 1; only in training, as is what follows: what a row counts by both, by its picture and by its title. */
  truth: "truth",
  weight: "weight",
  pictureWeight: "picture weight",
  titleWeight: "title weight",
} as const;

/**
 * A net that sees a picture and reads a title, to be trained. Serving it gives `probabilities`, batch × categories, and `vector`, batch ×
 * dimensions, of length 1. What is missing is as if it were not there: without a picture the title's own classification answers, and the
 * other way round.
 */
export function hybridNet(config: HybridConfig, size: HybridSize): Net {
  return {
    outputs(build) {
      const { seesPicture, seesTitle } = hybridInputs;
      const sees = { picture: input(seesPicture, ["batch", 1]), title: input(seesTitle, ["batch", 1]) };
      const picture = pictureTower(
        build,
        input(hybridInputs.picture, ["batch", config.height, config.width, 3]),
        config,
      );
      const title = titleTower(build, { ...config, rows: size.rows });
      const fused = fuse(build, { picture, title }, sees, config);
      const classify = (name: string, x: Value) =>
        dense(build, `${name}/categories`, dropout(build, x, config.dropout), {
          units: size.categories,
          weights: byInputs,
        });
      const logits = {
        both: classify("both", fused),
        picture: classify("picture", picture),
        title: classify("title", title),
      };
      if (build.mode === "training") return logits;
      return { probabilities: softmax(answering(logits, sees)), vector: ofLength1(fused) };
    },
    loss({ both, picture, title }, build) {
      const truth = input(hybridInputs.truth, ["batch", size.categories]);
      const error = (logits: Value, name: string) => softmaxCrossEntropy(logits, truth, input(name, ["batch", 1]));
      const alone = add(error(picture!, hybridInputs.pictureWeight), error(title!, hybridInputs.titleWeight));
      const all = add(error(both!, hybridInputs.weight), multiply(alone, config.alone));
      return config.l2 === 0 ? all : add(all, l2Penalty(build.matrices, config.l2));
    },
  };
}

interface OfEach {
  readonly picture: Value;
  readonly title: Value;
}

/** The vectors of both as one; of one that is not seen nothing gets in. */
function fuse(build: NetBuilder, { picture, title }: OfEach, sees: OfEach, config: HybridConfig): Value {
  const seen = concat([multiply(picture, sees.picture), multiply(title, sees.title)]);
  const { dimensions: units } = config;
  if (config.fusion === "concat")
    return dense(build, "both/vector", seen, { units, activation: "relu", weights: byInputs });
  // a gate for each number says how much of it is the picture's (Arevalo et al., 2017); one that is missing leaves all to the other
  const gate = dense(build, "both/gate", seen, { units, activation: "sigmoid", weights: byInputs });
  const ofPicture = multiply(gate, sees.picture);
  const ofTitle = multiply(subtract(1, gate), sees.title);
  const weighed = add(multiply(ofPicture, picture), multiply(ofTitle, title));
  return divide(weighed, add(add(ofPicture, ofTitle), tiny));
}

/** The logits that answer: of both where both are seen, else of the one that is; equal ones where nothing is. */
function answering(logits: OfEach & { readonly both: Value }, sees: OfEach): Value {
  const both = multiply(sees.picture, sees.title);
  const parts = [
    multiply(logits.both, both),
    multiply(logits.picture, subtract(sees.picture, both)),
    multiply(logits.title, subtract(sees.title, both)),
  ];
  return parts.reduce(add);
}

const tiny = 1e-6;

function ofLength1(x: Value): Value {
  return divide(x, squareRoot(add(sum(square(x), [-1]), tiny * tiny)));
}
