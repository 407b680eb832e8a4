import { l2Penalty, meanSquaredError } from "../net/losses.ts";
import type { Net, NetBuilder } from "../net/net.ts";
import { add, input } from "../net/operations.ts";
import type { Value } from "../net/value.ts";
import { type ComparatorOptions, compare } from "./comparator.ts";
import { type Tower, tokenVectors } from "./tower.ts";

/** What both halves of a Siamese net are made of. */
export interface SiameseParts {
  readonly tower: Tower;
  readonly comparator: ComparatorOptions;
}

/** The whole net, for training on texts of up to `size` tokens: the same tower reads query and title, and the score is compared with the grade. */
export function pairNet({ tower, comparator }: SiameseParts, size: number, l2: number): Net {
  return {
    outputs(build) {
      const { query, title } = tower.vectors(build, ["query", "title"], size);
      return { score: compare(build, query!, title!, comparator) };
    },
    loss({ score }, build) {
      const error = meanSquaredError(score!, input("grade", ["batch", 1]));
      return l2 === 0 ? error : add(error, l2Penalty(penalised(build), l2));
    },
  };
}

/** The weights without token vectors, which are a parameter or a table by how they learn. */
function penalised({ matrices }: NetBuilder): readonly Value[] {
  return matrices.filter(({ attributes }) => !("name" in attributes && attributes.name === tokenVectors));
}

/** The tower alone, for serving: a text to its vector. */
export function towerNet({ tower }: SiameseParts): Net {
  return {
    outputs: (build) => ({ vector: tower.vectors(build, ["text"], tower.servingSize).text! }),
    loss: servedOnly,
  };
}

/** The comparator alone, for serving: two vectors to a score. */
export function comparatorNet({ tower, comparator }: SiameseParts): Net {
  const vector = (name: string) => input(name, ["batch", tower.dimensions]);
  return {
    outputs: (build) => ({ score: compare(build, vector("query"), vector("title"), comparator) }),
    loss: servedOnly,
  };
}

function servedOnly(): never {
  throw new Error("half a Siamese net is served, not trained");
}
