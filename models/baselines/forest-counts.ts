import type { Artifact } from "../../schemas/artifact.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import type { Learner, Model, TrainingRows, TrainingRun } from "../model.ts";
import { forestContributions } from "../sparse/count-contributions.ts";
import { growCountForest, scoreCounts } from "../sparse/count-forest.ts";
import { type CountColumns, type CountUnit, countVectors, learnCountColumns } from "../sparse/count-vectors.ts";
import { textsOf } from "../texts-of.ts";
import { loadTrees, saveTrees } from "../trees/ensemble-file.ts";
import type { TreeEnsemble } from "../trees/tree-ensemble.ts";
import { readCountColumns, writeCountColumns } from "./count-columns-file.ts";
import { loadModel, modelDamage, saveModel } from "./model-file.ts";
import { checkTrainable, clip, type TrainedOn } from "./row-checks.ts";

/** How a forest on counts is grown. */
export interface ForestCountsConfig {
  readonly trees: number;
  /** Fewest rows of a leaf. */
  readonly leafRows: number;
  /** Most splits between root and leaf. */
  readonly depth: number;
  /** Share of the columns that a tree may split by. */
  readonly columnsPerTree: number;
  /** Share of those that each of its nodes may split by; drawn anew, which takes time where columns are many. */
  readonly columnsPerNode: number;
  /** A word or character has a column when it occurs in at least so many rows. */
  readonly minRows: number;
}

/** What a forest on counts learned. */
interface ForestCounts {
  readonly columns: CountColumns;
  readonly trees: TreeEnsemble;
}

const usual = { trees: 100, leafRows: 5, depth: 100, minRows: 5 } as const;

/** A random forest on how often each word is in the query and in the title. */
export const forestWords = forestCounts("forest-words", "words", { ...usual, columnsPerTree: 0.3, columnsPerNode: 1 });

/** A random forest on how often each character is in the query and in the title. */
export const forestChars = forestCounts("forest-chars", "characters", {
  ...usual,
  columnsPerTree: 1,
  columnsPerNode: 0.33,
});

const treesName = "trees.bin";

function forestCounts(kind: string, unit: CountUnit, defaults: ForestCountsConfig) {
  return {
    kind,
    learnsFrom: "texts",
    defaults,
    check: (config: ForestCountsConfig) => checkConfig(kind, config),
    async fit(rows: TrainingRows, config: ForestCountsConfig, run: TrainingRun): Promise<Model> {
      checkTrainable(kind, rows);
      checkConfig(kind, config);
      const { featureSet, labelMin, labelMax } = rows;
      const trained = { featureSet, names: [], scoreMin: labelMin, scoreMax: labelMax };
      return forestModel(kind, unit, learn(kind, unit, rows, config, run), trained);
    },
    async load(artifact: Artifact): Promise<Model> {
      const saved = loadModel(kind, artifact);
      const columns = readCountColumns(kind, artifact);
      const trees = loadTrees(kind, treesName, artifact);
      const count = columns.query.length + columns.title.length;
      if (trees.columns !== count)
        throw modelDamage(kind, treesName, `its rows have ${trees.columns} columns, not ${count}`);
      return forestModel(kind, unit, { columns, trees }, saved.trainedOn);
    },
  } as const satisfies Learner<ForestCountsConfig>;
}

function checkConfig(kind: string, config: ForestCountsConfig): void {
  const wrong = (what: string) => new TwinstreamError("WRONG_USAGE", `${kind} can't use ${what}`);
  for (const name of ["trees", "leafRows", "depth", "minRows"] as const) {
    const value = config[name];
    if (!Number.isInteger(value) || value < 1) throw wrong(`${name} ${value}; give a whole number of 1 or more`);
  }
  for (const name of ["columnsPerTree", "columnsPerNode"] as const) {
    const share = config[name];
    if (!(share > 0 && share <= 1)) throw wrong(`${name} ${share}; give a share above 0, up to 1`);
  }
}

function learn(
  kind: string,
  unit: CountUnit,
  rows: TrainingRows,
  { minRows, leafRows, ...growth }: ForestCountsConfig,
  run: TrainingRun,
): ForestCounts {
  const texts = textsOf(kind, rows);
  const columns = learnCountColumns(texts, unit, minRows);
  if (columns.query.length + columns.title.length === 0) {
    const what = `of the ${unit} of the texts none occurs in ${minRows} rows`;
    throw new TwinstreamError("TRAINING_IMPOSSIBLE", `${kind} can't be trained: ${what}; give more rows`);
  }
  const options = { ...growth, minRows: leafRows };
  const trees = growCountForest(countVectors(texts, unit, columns), rows.grades, options, {
    ...run,
    progress: ({ share, doing }) => run.progress({ share, doing: `${kind}: ${doing}` }),
  });
  return { columns, trees };
}

function forestModel(kind: string, unit: CountUnit, { columns, trees }: ForestCounts, trained: TrainedOn): Model {
  return {
    kind,
    scoreMin: trained.scoreMin,
    scoreMax: trained.scoreMax,
    async score(rows) {
      const counts = countVectors(textsOf(kind, rows), unit, columns);
      return scoreCounts(trees, counts).map((score) => clip(score, trained));
    },
    async explain(rows) {
      return forestContributions(countVectors(textsOf(kind, rows), unit, columns), columns, unit, trees);
    },
    save: () => ({
      ...saveModel(kind, trained, {}),
      ...writeCountColumns(columns),
      ...saveTrees(treesName, trees),
    }),
    close: async () => {},
  };
}
