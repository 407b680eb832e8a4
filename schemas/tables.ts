import { type FeatureName, featureNames } from "./feature-sets.ts";

/** The DuckDB types in use. TIMESTAMP values are milliseconds since 1970 UTC; JSON columns are text that parses. */
export type ColumnType =
  | "VARCHAR"
  | "JSON"
  | "BOOLEAN"
  | "INTEGER"
  | "BIGINT"
  | "FLOAT"
  | "DOUBLE"
  | "TIMESTAMP"
  | "BLOB"
  | "FLOAT[]"
  | "DOUBLE[]";

interface ColumnValue {
  VARCHAR: string;
  JSON: string;
  BOOLEAN: boolean;
  INTEGER: number;
  BIGINT: number;
  FLOAT: number;
  DOUBLE: number;
  TIMESTAMP: number;
  BLOB: Uint8Array;
  "FLOAT[]": Float32Array;
  "DOUBLE[]": readonly number[];
}

const event = {
  event_id: "VARCHAR",
  time: "TIMESTAMP",
  source: "VARCHAR",
  session_id: "VARCHAR",
  user_id: "VARCHAR",
} as const;
const product = {
  product_id: "VARCHAR",
  title: "VARCHAR",
  position: "INTEGER",
  brand: "VARCHAR",
  category: "VARCHAR",
  price: "DOUBLE",
} as const;
type FeatureColumn = `feature_${FeatureName}`;
const featureColumns = Object.fromEntries(featureNames.map((name) => [`feature_${name}`, "FLOAT"])) as {
  readonly [name in FeatureColumn]: "FLOAT";
};

/**
 * The columns of each table, in order; `tableDocs` says what a row is. Every table also has `topic_partition` and `topic_offset`, the place in the log
 * that a row comes from, `processed_at`, when that entry was appended, and `day`, the UTC day by which files are laid out:
 * that of `time`, and of `processed_at` where `laidOutByProcessing` says so.
 */
export const tables = {
  searches: { ...event, query: "VARCHAR", product_count: "INTEGER", product_ids: "JSON" },
  scores: {
    ...event,
    query: "VARCHAR",
    ...product,
    grade: "DOUBLE",
    label_min: "DOUBLE",
    label_max: "DOUBLE",
    score: "FLOAT",
    score_min: "DOUBLE",
    score_max: "DOUBLE",
    model: "VARCHAR",
    space: "VARCHAR",
    feature_set: "VARCHAR",
    is_seen_query: "BOOLEAN",
    challenger: "VARCHAR",
    challenger_score: "FLOAT",
    challenger_score_min: "DOUBLE",
    challenger_score_max: "DOUBLE",
    challenger_is_seen_query: "BOOLEAN",
    challenger_fault: "VARCHAR",
    rewrites: "JSON",
    ...featureColumns,
  },
  labels: {
    ...event,
    refers_to: "VARCHAR",
    query: "VARCHAR",
    ...product,
    grade: "DOUBLE",
    label_min: "DOUBLE",
    label_max: "DOUBLE",
  },
  interactions: {
    ...event,
    type: "VARCHAR",
    refers_to: "VARCHAR",
    query: "VARCHAR",
    product_id: "VARCHAR",
    position: "INTEGER",
    price: "DOUBLE",
    quantity: "INTEGER",
  },
  evaluations: {
    evaluation_id: "VARCHAR",
    time: "TIMESTAMP",
    model: "VARCHAR",
    source: "VARCHAR",
    slice: "VARCHAR",
    value: "VARCHAR",
    searches: "BIGINT",
    pairs: "BIGINT",
    sum_score: "DOUBLE",
    sum_grade: "DOUBLE",
    sum_score_squared: "DOUBLE",
    sum_grade_squared: "DOUBLE",
    sum_score_grade: "DOUBLE",
    sum_error: "DOUBLE",
    sum_absolute_error: "DOUBLE",
    sum_squared_error: "DOUBLE",
    ranked_searches: "BIGINT",
    sum_ndcg: "DOUBLE",
    sum_mrr: "DOUBLE",
    calibration_counts: "DOUBLE[]",
    calibration_scores: "DOUBLE[]",
    calibration_grades: "DOUBLE[]",
  },
  catalog: {
    product_id: "VARCHAR",
    time: "TIMESTAMP",
    source: "VARCHAR",
    title: "VARCHAR",
    description: "VARCHAR",
    brand: "VARCHAR",
    category: "VARCHAR",
    price: "DOUBLE",
    attributes: "JSON",
  },
  recognitions: {
    product_id: "VARCHAR",
    time: "TIMESTAMP",
    source: "VARCHAR",
    model: "VARCHAR",
    category: "VARCHAR",
    probability: "DOUBLE",
    sees_picture: "BOOLEAN",
    note: "VARCHAR",
    space: "VARCHAR",
    vector: "FLOAT[]",
  },
  dead_letters: {
    topic: "VARCHAR",
    partition: "INTEGER",
    record_offset: "BIGINT",
    key: "VARCHAR",
    time: "TIMESTAMP",
    user_id: "VARCHAR",
    stage: "VARCHAR",
    error: "VARCHAR",
    value: "BLOB",
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, ColumnType>>>>;

/** Tables whose rows arrive together and have times of many years: by the day of their time, each batch would be a thousand files. */
export const laidOutByProcessing: ReadonlySet<TableName> = new Set<TableName>([
  "catalog",
  "recognitions",
  "dead_letters",
]);

/** The name of a table. */
export type TableName = keyof typeof tables;

/** All tables. */
export const tableNames = Object.keys(tables) as readonly TableName[];

/** The place that each column of a feature has in the `features` of a row. */
export const featurePlaces: ReadonlyMap<string, number> = new Map(
  Object.keys(featureColumns).map((column, place) => [column, place]),
);

/**
 * One row of a table: a value or null for each column. Features, of which there are many, come in one array in the order of the feature set: NaN is
 * an empty column, and null stands for a row without any.
 */
export type TableRow<Name extends TableName> = {
  readonly [column in Exclude<keyof (typeof tables)[Name], FeatureColumn>]:
    | ColumnValue[(typeof tables)[Name][column] & ColumnType]
    | null;
} & (FeatureColumn extends keyof (typeof tables)[Name] ? { readonly features: Float32Array | null } : unknown);
