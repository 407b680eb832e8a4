import { decodeVector } from "../../models/embedding/vector-bytes.ts";
import { featureSet } from "../../schemas/feature-sets.ts";
import type * as events from "../../schemas/generated/events.ts";
import type { TableName, TableRow } from "../../schemas/tables.ts";
import type { TopicEvents, TopicName } from "../../schemas/topics.ts";
import { userOfLetter } from "../dead-letters/user-of-letter.ts";
import type { HashUser } from "./hash-user.ts";

/** How the events of one topic become rows of one table. */
export interface Recorder<Topic extends TopicName, Table extends TableName> {
  readonly topic: Topic;
  readonly table: Table;
  rows(event: TopicEvents[Topic], hashUser: HashUser): readonly TableRow<Table>[];
}

/** The columns that searches, scores, labels and interactions share. */
function eventColumns(
  event: events.SearchEvent | events.LabelledEvent | events.ScoredEvent | events.InteractionEvent,
  hashUser: HashUser,
) {
  const user_id = event.userId === null ? null : hashUser(event.userId);
  return { event_id: event.eventId, time: event.time, source: event.source, session_id: event.sessionId, user_id };
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

// The rows of labels and scores are written out: an object with so many properties that is put together by spreading takes V8 fifty times as long.

const labels: Recorder<"labels", "labels"> = {
  topic: "labels",
  table: "labels",
  rows(event, hashUser) {
    const { event_id, time, source, session_id, user_id } = eventColumns(event, hashUser);
    return event.products.map((product) => ({
      event_id,
      time,
      source,
      session_id,
      user_id,
      refers_to: event.refersTo,
      query: event.query,
      product_id: product.productId,
      title: product.title,
      position: product.position,
      brand: product.brand,
      category: product.category,
      price: product.price,
      grade: product.grade,
      label_min: event.labelMin,
      label_max: event.labelMax,
    }));
  },
};

const scores: Recorder<"scores", "scores"> = {
  topic: "scores",
  table: "scores",
  rows(event, hashUser) {
    const { event_id, time, source, session_id, user_id } = eventColumns(event, hashUser);
    const { challenger } = event;
    const rewrites = JSON.stringify(event.rewrites);
    return event.products.map((product) => ({
      event_id,
      time,
      source,
      session_id,
      user_id,
      query: event.query,
      product_id: product.productId,
      title: product.title,
      position: product.position,
      brand: product.brand,
      category: product.category,
      price: product.price,
      grade: product.grade,
      label_min: event.labelMin,
      label_max: event.labelMax,
      score: product.score,
      score_min: event.scoreMin,
      score_max: event.scoreMax,
      model: event.model,
      space: event.space,
      feature_set: event.featureSet,
      is_seen_query: event.isSeenQuery,
      challenger: challenger?.model ?? null,
      challenger_score: product.challengerScore,
      challenger_score_min: challenger?.scoreMin ?? null,
      challenger_score_max: challenger?.scoreMax ?? null,
      challenger_is_seen_query: challenger?.isSeenQuery ?? null,
      challenger_fault: event.challengerFault,
      rewrites,
      // the values of another set mean something else
      features: event.featureSet === featureSet ? product.features : null,
    }));
  },
};

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

const recognitions: Recorder<"recognitions", "recognitions"> = {
  topic: "recognitions",
  table: "recognitions",
  rows({ productId: product_id, seesPicture: sees_picture, vector, ...recognised }) {
    return [{ ...recognised, product_id, sees_picture, vector: decodeVector(vector) }];
  },
};

const deadLetters: Recorder<"dead-letters", "dead_letters"> = {
  topic: "dead-letters",
  table: "dead_letters",
  rows(letter, hashUser) {
    const { topic, partition, offset: record_offset, key, time, stage, error, value } = letter;
    const user = userOfLetter(letter);
    const user_id = user === undefined ? null : hashUser(user);
    return [{ topic, partition, record_offset, key, time, user_id, stage, error, value }];
  },
};

/** Which topic fills which table; dead letters come last because recording itself can make some. */
export const recorders = [
  searches,
  labels,
  scores,
  interactions,
  catalog,
  evaluations,
  recognitions,
  deadLetters,
] as const;
