import { type FeatureName, featureNames, featureSet } from "../../schemas/feature-sets.ts";
import type * as events from "../../schemas/generated/events.ts";
import type { TableName, TableRow } from "../../schemas/tables.ts";
import type { TopicEvents, TopicName } from "../../schemas/topics.ts";

/** How the events of one topic become rows of one table. */
export interface Recorder<Topic extends TopicName, Table extends TableName> {
  readonly topic: Topic;
  readonly table: Table;
  rows(event: TopicEvents[Topic], hashUser: HashUser): readonly TableRow<Table>[];
}

/** Replaces a user id by its keyed hash. */
export type HashUser = (userId: string) => string;

/** The columns that searches, scores, labels and interactions share. */
function eventColumns(
  event: events.SearchEvent | events.LabelledEvent | events.ScoredEvent | events.InteractionEvent,
  hashUser: HashUser,
) {
  const user_id = event.userId === null ? null : hashUser(event.userId);
  return { event_id: event.eventId, time: event.time, source: event.source, session_id: event.sessionId, user_id };
}

function productColumns(product: events.ShownProduct | events.LabelledProduct | events.ScoredProduct) {
  const { productId: product_id, title, position, brand, category, price } = product;
  return { product_id, title, position, brand, category, price };
}

const searches: Recorder<"searches", "searches"> = {
  topic: "searches",
  table: "searches",
  rows: (event, hashUser) => [
    {
      ...eventColumns(event, hashUser),
      query: event.query,
      product_count: event.products.length,
      product_ids: JSON.stringify(event.products.map((product) => product.productId)),
    },
  ],
};

const labels: Recorder<"labels", "labels"> = {
  topic: "labels",
  table: "labels",
  rows(event, hashUser) {
    const shared = eventColumns(event, hashUser);
    const { refersTo: refers_to, query, labelMin: label_min, labelMax: label_max } = event;
    return event.products.map((product) => ({
      ...shared,
      refers_to,
      query,
      ...productColumns(product),
      grade: product.grade,
      label_min,
      label_max,
    }));
  },
};

const scores: Recorder<"scores", "scores"> = {
  topic: "scores",
  table: "scores",
  rows(event, hashUser) {
    const shared = {
      ...eventColumns(event, hashUser),
      query: event.query,
      label_min: event.labelMin,
      label_max: event.labelMax,
      score_min: event.scoreMin,
      score_max: event.scoreMax,
      model: event.model,
      space: event.space,
      feature_set: event.featureSet,
      is_seen_query: event.isSeenQuery,
      challenger: event.challenger?.model ?? null,
      challenger_score_min: event.challenger?.scoreMin ?? null,
      challenger_score_max: event.challenger?.scoreMax ?? null,
      challenger_is_seen_query: event.challenger?.isSeenQuery ?? null,
      challenger_fault: event.challengerFault,
      rewrites: JSON.stringify(event.rewrites),
    };
    return event.products.map((product) => {
      const { grade, score, challengerScore: challenger_score, features } = product;
      const columns = { ...shared, ...productColumns(product), grade, score, challenger_score };
      return withFeatures(columns, event.featureSet, features);
    });
  },
};

type FeatureColumns = { readonly [name in `feature_${FeatureName}`]: number | null };

/** The columns of a row with features: each is read off the list that it came in, as so many properties of each row took most of recording's time and memory. */
class RowWithFeatures {
  readonly #values: readonly number[];

  constructor(values: readonly number[]) {
    this.#values = values;
  }

  static {
    for (const [place, name] of featureNames.entries()) {
      Object.defineProperty(RowWithFeatures.prototype, `feature_${name}`, {
        enumerable: true,
        get(this: RowWithFeatures) {
          const value = this.#values[place];
          return value === undefined || Number.isNaN(value) ? null : value;
        },
      });
    }
  }
}

/** Puts features beside other columns; empty where they are missing, and for an event of another feature set, whose values mean something else. */
function withFeatures<Columns extends object>(
  columns: Columns,
  set: string,
  values: readonly number[],
): Columns & FeatureColumns {
  const row = new RowWithFeatures(set === featureSet ? values : []) as unknown as FeatureColumns;
  return Object.assign(row, columns);
}

const interactions: Recorder<"interactions", "interactions"> = {
  topic: "interactions",
  table: "interactions",
  rows(event, hashUser) {
    const { type, refersTo: refers_to, query, productId: product_id, position, price, quantity } = event;
    return [{ ...eventColumns(event, hashUser), type, refers_to, query, product_id, position, price, quantity }];
  },
};

const catalog: Recorder<"catalog", "catalog"> = {
  topic: "catalog",
  table: "catalog",
  rows(product) {
    const { productId: product_id, time, source, title, description, brand, category, price } = product;
    return [
      {
        product_id,
        time,
        source,
        title,
        description,
        brand,
        category,
        price,
        attributes: JSON.stringify(product.attributes),
      },
    ];
  },
};

const evaluations: Recorder<"evaluations", "evaluations"> = {
  topic: "evaluations",
  table: "evaluations",
  rows: (part) => [
    {
      evaluation_id: part.evaluationId,
      time: part.time,
      model: part.model,
      source: part.source,
      slice: part.slice,
      value: part.value,
      searches: part.searches,
      pairs: part.pairs,
      sum_score: part.sumScore,
      sum_grade: part.sumGrade,
      sum_score_squared: part.sumScoreSquared,
      sum_grade_squared: part.sumGradeSquared,
      sum_score_grade: part.sumScoreGrade,
      sum_error: part.sumError,
      sum_absolute_error: part.sumAbsoluteError,
      sum_squared_error: part.sumSquaredError,
      ranked_searches: part.rankedSearches,
      sum_ndcg: part.sumNdcg,
      sum_mrr: part.sumMrr,
      calibration_counts: part.calibration.map((bin) => bin.count),
      calibration_scores: part.calibration.map((bin) => bin.sumScore),
      calibration_grades: part.calibration.map((bin) => bin.sumGrade),
    },
  ],
};

const deadLetters: Recorder<"dead-letters", "dead_letters"> = {
  topic: "dead-letters",
  table: "dead_letters",
  rows(letter) {
    const { topic, partition, offset: record_offset, key, time, stage, error, value } = letter;
    return [{ topic, partition, record_offset, key, time, stage, error, value }];
  },
};

/** Which topic fills which table; dead letters come last because recording itself can make some. */
export const recorders = [searches, labels, scores, interactions, catalog, evaluations, deadLetters] as const;
