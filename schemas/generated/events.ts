// Generated from schemas/topics by `npm run generate`; do not edit.

/** A product as the shop sells it now; a later record with the same id replaces it. */
export interface CatalogProduct {
  /** The shop's id of the product. */
  readonly productId: string;
  /** When it was changed, milliseconds since 1970 UTC. */
  readonly time: number;
  /** Where it comes from. */
  readonly source: string;
  /** Title. */
  readonly title: string;
  /** Longer text. */
  readonly description: string | null;
  /** Brand, where known. */
  readonly brand: string | null;
  /** Category, where known. */
  readonly category: string | null;
  /** Price shown, in the shop's currency. */
  readonly price: number | null;
  /** Its picture: a path in the folder of pictures, a web address whose path leads there, or the picture itself as a data: address. */
  readonly picture: string | null;
  /** Anything else the shop says of the product. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** A record that could not be read or processed, with where it came from and why. */
export interface DeadLetter {
  /** Topic it was read from. */
  readonly topic: string;
  /** Partition it was read from. */
  readonly partition: number;
  /** Offset it stood at. */
  readonly offset: number;
  /** Key of the record. */
  readonly key: string | null;
  /** When the record was appended to its topic, milliseconds since 1970 UTC. */
  readonly time: number;
  /** What failed: `decode`, or the name of a stage. */
  readonly stage: string;
  /** Why, in words. */
  readonly error: string;
  /** The original bytes. */
  readonly value: Buffer;
}

/** One change the analyser made to a text. */
export interface Rewrite {
  /** What stood there. */
  readonly from: string;
  /** What stands there now; empty when it was dropped. */
  readonly to: string;
  /** The rule that changed it, as the analyser names it: `unit`, `spelling`, `compound`, ... */
  readonly rule: string;
}

/** A text as the analyser sees it. */
export interface AnalysedText {
  /** Words after normalising, unit rewriting, splitting, joining and spelling, in order. */
  readonly words: readonly string[];
  /** The stem of each word, at the same index; empty for a stop word. */
  readonly stems: readonly string[];
  /** Every change, in the order it was made. */
  readonly rewrites: readonly Rewrite[];
}

/** A shown product with its title analysed and embedded. */
export interface EmbeddedProduct {
  /** The shop's id of the product. */
  readonly productId: string;
  /** Title as it was shown. */
  readonly title: string;
  /** Place in the result list, counted from 1. */
  readonly position: number;
  /** Brand, where known. */
  readonly brand: string | null;
  /** Category, where known. */
  readonly category: string | null;
  /** Price shown, in the shop's currency. */
  readonly price: number | null;
  /** Anything else the shop says of the product. */
  readonly attributes: Readonly<Record<string, string>>;
  /** How relevant a person judged it, between labelMin and labelMax; null for live traffic. */
  readonly grade: number | null;
  /** The title, analysed. */
  readonly text: AnalysedText;
  /** The title's vector: little-endian 32-bit floats. */
  readonly vector: Buffer;
}

/** A search with its texts analysed and embedded. */
export interface EmbeddedEvent {
  /** Stable id of the search; the same id is the same event, however often it is sent. */
  readonly eventId: string;
  /** When it happened at the shop, milliseconds since 1970 UTC. */
  readonly time: number;
  /** Where it comes from: a shop, a file preset, `demo`. */
  readonly source: string;
  /** The visit it belongs to; the key of the record where there is one. */
  readonly sessionId: string | null;
  /** The visitor, as the shop names them; tables hold a keyed hash. */
  readonly userId: string | null;
  /** Lowest grade a product could get; null for live traffic. */
  readonly labelMin: number | null;
  /** Highest grade a product could get; null for live traffic. */
  readonly labelMax: number | null;
  /** The vocabulary that spelling and idf come from; `none` without one. */
  readonly vocabulary: string;
  /** What the visitor typed. */
  readonly query: string;
  /** The query, analysed. */
  readonly queryText: AnalysedText;
  /** Name of the space that all vectors of this event live in; vectors of two spaces are never compared. */
  readonly space: string;
  /** The query's vector: little-endian 32-bit floats. */
  readonly queryVector: Buffer;
  /** The products shown, best first. */
  readonly products: readonly EmbeddedProduct[];
}

/** Predictions that fell into one tenth of the score range. */
export interface CalibrationBin {
  /** How many predictions. */
  readonly count: number;
  /** Sum of their scores. */
  readonly sumScore: number;
  /** Sum of their grades. */
  readonly sumGrade: number;
}

/** Part of an evaluation: sums over some labelled events. Parts of equal model and slice add up, in any order and grouping. */
export interface EvaluationPart {
  /** Stable id of the part: the first event it covers, the model and the slice. */
  readonly evaluationId: string;
  /** Time of the latest event in it, milliseconds since 1970 UTC. */
  readonly time: number;
  /** The model that scored. */
  readonly model: string;
  /** Source of the events. */
  readonly source: string;
  /** What the events have in common: `all`, `query_words`, `seen_query`, `score_band`, or `beside`: that another model scored them too. */
  readonly slice: string;
  /** Which part of the slice: `1`, `2`, `3-4`, `5+`; `seen`, `unseen`; a band such as `2.0-2.2`; the reference of the other model; `all`. */
  readonly value: string;
  /** Labelled searches. */
  readonly searches: number;
  /** Graded (query, product) pairs. */
  readonly pairs: number;
  /** Sum of scores. */
  readonly sumScore: number;
  /** Sum of grades. */
  readonly sumGrade: number;
  /** Sum of squared scores. */
  readonly sumScoreSquared: number;
  /** Sum of squared grades. */
  readonly sumGradeSquared: number;
  /** Sum of score times grade. */
  readonly sumScoreGrade: number;
  /** Sum of score minus grade. */
  readonly sumError: number;
  /** Sum of absolute errors. */
  readonly sumAbsoluteError: number;
  /** Sum of squared errors. */
  readonly sumSquaredError: number;
  /** Searches with two or more distinct grades, the ones that NDCG and MRR can tell apart. */
  readonly rankedSearches: number;
  /** Sum of NDCG@10 over the ranked searches. */
  readonly sumNdcg: number;
  /** Sum of reciprocal ranks of the first product with the best grade, over the ranked searches. */
  readonly sumMrr: number;
  /** Ten bins of equal width over the grade range. */
  readonly calibration: readonly CalibrationBin[];
}

/** What a visitor did with a product: click, cart or order. */
export interface InteractionEvent {
  /** Stable id of the interaction; the same id is the same event, however often it is sent. */
  readonly eventId: string;
  /** When it happened at the shop, milliseconds since 1970 UTC. */
  readonly time: number;
  /** Where it comes from: a shop, a file preset, `demo`. */
  readonly source: string;
  /** The visit it belongs to; the key of the record where there is one. */
  readonly sessionId: string | null;
  /** The visitor, as the shop names them; tables hold a keyed hash. */
  readonly userId: string | null;
  /** `click`, `cart`, `order`, or a name of the shop's own. */
  readonly type: string;
  /** Id of the search event it followed, where known. */
  readonly refersTo: string | null;
  /** The query it followed, where known. */
  readonly query: string | null;
  /** The product. */
  readonly productId: string;
  /** Place in the result list, counted from 1, where known. */
  readonly position: number | null;
  /** Price paid or shown. */
  readonly price: number | null;
  /** How many. */
  readonly quantity: number | null;
}

/** A product and its grade. */
export interface LabelledProduct {
  /** The shop's id of the product. */
  readonly productId: string;
  /** Title as it was shown; null in a late label. */
  readonly title: string | null;
  /** Place in the result list, counted from 1. */
  readonly position: number;
  /** Brand, where known. */
  readonly brand: string | null;
  /** Category, where known. */
  readonly category: string | null;
  /** Price shown, in the shop's currency. */
  readonly price: number | null;
  /** Anything else the shop says of the product. */
  readonly attributes: Readonly<Record<string, string>>;
  /** How relevant a person judged it, between labelMin and labelMax. */
  readonly grade: number;
}

/** A search with a grade for each product. A late label names an earlier event instead of the texts. */
export interface LabelledEvent {
  /** Stable id of the label event; the same id is the same event, however often it is sent. */
  readonly eventId: string;
  /** When it happened at the shop, milliseconds since 1970 UTC. */
  readonly time: number;
  /** Where it comes from: a shop, a file preset, `demo`. */
  readonly source: string;
  /** The visit it belongs to; the key of the record where there is one. */
  readonly sessionId: string | null;
  /** The visitor, as the shop names them; tables hold a keyed hash. */
  readonly userId: string | null;
  /** For a late label: the id of the search event that it judges. */
  readonly refersTo: string | null;
  /** What was searched; null in a late label. */
  readonly query: string | null;
  /** Lowest grade a product could get. */
  readonly labelMin: number;
  /** Highest grade a product could get. */
  readonly labelMax: number;
  /** The products judged. */
  readonly products: readonly LabelledProduct[];
}

/** Which model plays a role from now on; a later record of the same role replaces it. */
export interface ModelRelease {
  /** `champion`: the model that scores. `challenger`: the model that is scored in its shadow; the champion's release ends its own challenge. `previous-champion`: written by earlier versions, for going back. */
  readonly role: string;
  /** Reference of the model, such as `ridge-3`. `fixed-0`, the untrained model, as challenger: nobody challenges any more. */
  readonly model: string;
  /** When it was released, milliseconds since 1970 UTC. */
  readonly time: number;
  /** Why, in words. */
  readonly reason: string;
  /** The champion that it was decided to replace, `fixed-0` where there was none. When another one reigns by then, the record changes nothing; null: it replaces any. */
  readonly replaces: string | null;
}

/** What a model sees in a product: its category, and a vector that is like those of products like it. */
export interface RecognisedProduct {
  /** The shop's id of the product. */
  readonly productId: string;
  /** When the product was changed, milliseconds since 1970 UTC. */
  readonly time: number;
  /** Where the product comes from. */
  readonly source: string;
  /** Reference of the model, such as hybrid-3. */
  readonly model: string;
  /** The likeliest category; null where there was neither a picture nor a title to read. */
  readonly category: string | null;
  /** How likely that category is, from 0 to 1. */
  readonly probability: number;
  /** Whether there was a picture that could be used; without one the title alone was read. */
  readonly seesPicture: boolean;
  /** Why the picture could not be used, or what was done to it. */
  readonly note: string | null;
  /** Name of the space of the vector. */
  readonly space: string;
  /** The vector of the product: float32, little-endian. */
  readonly vector: Buffer;
}

/** A model that scores in the shadow of the one that counts. */
export interface Challenger {
  /** Its reference, such as `ridge-4`. */
  readonly model: string;
  /** Lowest score it gives. */
  readonly scoreMin: number;
  /** Highest score it gives. */
  readonly scoreMax: number;
  /** Whether it met this query in training; null when it does not say. */
  readonly isSeenQuery: boolean | null;
}

/** A shown product with its score. */
export interface ScoredProduct {
  /** The shop's id of the product. */
  readonly productId: string;
  /** Title as it was shown. */
  readonly title: string;
  /** Place in the result list, counted from 1. */
  readonly position: number;
  /** Brand, where known. */
  readonly brand: string | null;
  /** Category, where known. */
  readonly category: string | null;
  /** Price shown, in the shop's currency. */
  readonly price: number | null;
  /** Anything else the shop says of the product. */
  readonly attributes: Readonly<Record<string, string>>;
  /** How relevant a person judged it, between labelMin and labelMax; null for live traffic. */
  readonly grade: number | null;
  /** Predicted relevance, between scoreMin and scoreMax. */
  readonly score: number;
  /** The feature values at scoring time, in the order of the feature set. */
  readonly features: Float32Array;
  /** Relevance that the challenger predicts, between its scoreMin and scoreMax; null when none did. */
  readonly challengerScore: number | null;
}

/** A search with a relevance score for each product shown. */
export interface ScoredEvent {
  /** Stable id of the search; the same id is the same event, however often it is sent. */
  readonly eventId: string;
  /** When it happened at the shop, milliseconds since 1970 UTC. */
  readonly time: number;
  /** Where it comes from: a shop, a file preset, `demo`. */
  readonly source: string;
  /** The visit it belongs to; the key of the record where there is one. */
  readonly sessionId: string | null;
  /** The visitor, as the shop names them; tables hold a keyed hash. */
  readonly userId: string | null;
  /** Lowest grade a product could get; null for live traffic. */
  readonly labelMin: number | null;
  /** Highest grade a product could get; null for live traffic. */
  readonly labelMax: number | null;
  /** What the visitor typed. */
  readonly query: string;
  /** What the analyser changed in the query. */
  readonly rewrites: readonly Rewrite[];
  /** How many words the analysed query has. */
  readonly queryWords: number;
  /** Whether the model met this query in training; null when it does not say. */
  readonly isSeenQuery: boolean | null;
  /** Reference of the model that scored, such as `ridge-3`. */
  readonly model: string;
  /** Space of the vectors that were compared. */
  readonly space: string;
  /** Name and version of the feature set, such as `lexical-1`; it fixes the order of `features`. */
  readonly featureSet: string;
  /** Lowest score this model gives. */
  readonly scoreMin: number;
  /** Highest score this model gives. */
  readonly scoreMax: number;
  /** The model that scored the same products in the shadow; null when none did. */
  readonly challenger: Challenger | null;
  /** Why a challenger that there was gave no score; null when it did, or there was none. */
  readonly challengerFault: string | null;
  /** The products shown, in the order they were shown. */
  readonly products: readonly ScoredProduct[];
}

/** A product in the result list. */
export interface ShownProduct {
  /** The shop's id of the product. */
  readonly productId: string;
  /** Title as it was shown. */
  readonly title: string;
  /** Place in the result list, counted from 1. */
  readonly position: number;
  /** Brand, where known. */
  readonly brand: string | null;
  /** Category, where known. */
  readonly category: string | null;
  /** Price shown, in the shop's currency. */
  readonly price: number | null;
  /** Anything else the shop says of the product. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** One search at the shop and the products that were shown for it. */
export interface SearchEvent {
  /** Stable id of the search; the same id is the same event, however often it is sent. */
  readonly eventId: string;
  /** When it happened at the shop, milliseconds since 1970 UTC. */
  readonly time: number;
  /** Where it comes from: a shop, a file preset, `demo`. */
  readonly source: string;
  /** The visit it belongs to; the key of the record where there is one. */
  readonly sessionId: string | null;
  /** The visitor, as the shop names them; tables hold a keyed hash. */
  readonly userId: string | null;
  /** What the visitor typed. */
  readonly query: string;
  /** The products shown, best first; empty when nothing was found. */
  readonly products: readonly ShownProduct[];
}

/** A shown product with its title analysed. */
export interface TokenizedProduct {
  /** The shop's id of the product. */
  readonly productId: string;
  /** Title as it was shown. */
  readonly title: string;
  /** Place in the result list, counted from 1. */
  readonly position: number;
  /** Brand, where known. */
  readonly brand: string | null;
  /** Category, where known. */
  readonly category: string | null;
  /** Price shown, in the shop's currency. */
  readonly price: number | null;
  /** Anything else the shop says of the product. */
  readonly attributes: Readonly<Record<string, string>>;
  /** How relevant a person judged it, between labelMin and labelMax; null for live traffic. */
  readonly grade: number | null;
  /** The title, analysed. */
  readonly text: AnalysedText;
}

/** A search, live or labelled, with its texts analysed. */
export interface TokenizedEvent {
  /** Stable id of the search; the same id is the same event, however often it is sent. */
  readonly eventId: string;
  /** When it happened at the shop, milliseconds since 1970 UTC. */
  readonly time: number;
  /** Where it comes from: a shop, a file preset, `demo`. */
  readonly source: string;
  /** The visit it belongs to; the key of the record where there is one. */
  readonly sessionId: string | null;
  /** The visitor, as the shop names them; tables hold a keyed hash. */
  readonly userId: string | null;
  /** Lowest grade a product could get; null for live traffic. */
  readonly labelMin: number | null;
  /** Highest grade a product could get; null for live traffic. */
  readonly labelMax: number | null;
  /** The vocabulary that spelling and idf come from; `none` without one. */
  readonly vocabulary: string;
  /** What the visitor typed. */
  readonly query: string;
  /** The query, analysed. */
  readonly queryText: AnalysedText;
  /** The products shown, best first. */
  readonly products: readonly TokenizedProduct[];
}

/** The current Avro schema of each topic. */
export const currentSchemas = {"catalog":{"type":"record","name":"CatalogProduct","namespace":"org.twinstream","doc":"A product as the shop sells it now; a later record with the same id replaces it.","fields":[{"name":"productId","type":"string","doc":"The shop's id of the product."},{"name":"time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"When it was changed, milliseconds since 1970 UTC."},{"name":"source","type":"string","doc":"Where it comes from."},{"name":"title","type":"string","doc":"Title."},{"name":"description","type":["null","string"],"doc":"Longer text.","default":null},{"name":"brand","type":["null","string"],"doc":"Brand, where known.","default":null},{"name":"category","type":["null","string"],"doc":"Category, where known.","default":null},{"name":"price","type":["null","double"],"doc":"Price shown, in the shop's currency.","default":null},{"name":"picture","type":["null","string"],"doc":"Its picture: a path in the folder of pictures, a web address whose path leads there, or the picture itself as a data: address.","default":null},{"name":"attributes","type":{"type":"map","values":"string"},"doc":"Anything else the shop says of the product.","default":{}}]},"dead-letters":{"type":"record","name":"DeadLetter","namespace":"org.twinstream","doc":"A record that could not be read or processed, with where it came from and why.","fields":[{"name":"topic","type":"string","doc":"Topic it was read from."},{"name":"partition","type":"int","doc":"Partition it was read from."},{"name":"offset","type":"long","doc":"Offset it stood at."},{"name":"key","type":["null","string"],"doc":"Key of the record.","default":null},{"name":"time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"When the record was appended to its topic, milliseconds since 1970 UTC."},{"name":"stage","type":"string","doc":"What failed: `decode`, or the name of a stage."},{"name":"error","type":"string","doc":"Why, in words."},{"name":"value","type":"bytes","doc":"The original bytes."}]},"embeddings":{"type":"record","name":"EmbeddedEvent","namespace":"org.twinstream","doc":"A search with its texts analysed and embedded.","fields":[{"name":"eventId","type":"string","doc":"Stable id of the search; the same id is the same event, however often it is sent."},{"name":"time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"When it happened at the shop, milliseconds since 1970 UTC."},{"name":"source","type":"string","doc":"Where it comes from: a shop, a file preset, `demo`."},{"name":"sessionId","type":["null","string"],"doc":"The visit it belongs to; the key of the record where there is one.","default":null},{"name":"userId","type":["null","string"],"doc":"The visitor, as the shop names them; tables hold a keyed hash.","default":null},{"name":"labelMin","type":["null","double"],"doc":"Lowest grade a product could get; null for live traffic.","default":null},{"name":"labelMax","type":["null","double"],"doc":"Highest grade a product could get; null for live traffic.","default":null},{"name":"vocabulary","type":"string","doc":"The vocabulary that spelling and idf come from; `none` without one."},{"name":"query","type":"string","doc":"What the visitor typed."},{"name":"queryText","type":{"type":"record","name":"AnalysedText","doc":"A text as the analyser sees it.","fields":[{"name":"words","type":{"type":"array","items":"string"},"doc":"Words after normalising, unit rewriting, splitting, joining and spelling, in order."},{"name":"stems","type":{"type":"array","items":"string"},"doc":"The stem of each word, at the same index; empty for a stop word."},{"name":"rewrites","type":{"type":"array","items":{"type":"record","name":"Rewrite","doc":"One change the analyser made to a text.","fields":[{"name":"from","type":"string","doc":"What stood there."},{"name":"to","type":"string","doc":"What stands there now; empty when it was dropped."},{"name":"rule","type":"string","doc":"The rule that changed it, as the analyser names it: `unit`, `spelling`, `compound`, ..."}]}},"doc":"Every change, in the order it was made."}]},"doc":"The query, analysed."},{"name":"space","type":"string","doc":"Name of the space that all vectors of this event live in; vectors of two spaces are never compared."},{"name":"queryVector","type":"bytes","doc":"The query's vector: little-endian 32-bit floats."},{"name":"products","type":{"type":"array","items":{"type":"record","name":"EmbeddedProduct","doc":"A shown product with its title analysed and embedded.","fields":[{"name":"productId","type":"string","doc":"The shop's id of the product."},{"name":"title","type":"string","doc":"Title as it was shown."},{"name":"position","type":"int","doc":"Place in the result list, counted from 1."},{"name":"brand","type":["null","string"],"doc":"Brand, where known.","default":null},{"name":"category","type":["null","string"],"doc":"Category, where known.","default":null},{"name":"price","type":["null","double"],"doc":"Price shown, in the shop's currency.","default":null},{"name":"attributes","type":{"type":"map","values":"string"},"doc":"Anything else the shop says of the product.","default":{}},{"name":"grade","type":["null","double"],"doc":"How relevant a person judged it, between labelMin and labelMax; null for live traffic.","default":null},{"name":"text","type":"AnalysedText","doc":"The title, analysed."},{"name":"vector","type":"bytes","doc":"The title's vector: little-endian 32-bit floats."}]}},"doc":"The products shown, best first."}]},"evaluations":{"type":"record","name":"EvaluationPart","namespace":"org.twinstream","doc":"Part of an evaluation: sums over some labelled events. Parts of equal model and slice add up, in any order and grouping.","fields":[{"name":"evaluationId","type":"string","doc":"Stable id of the part: the first event it covers, the model and the slice."},{"name":"time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"Time of the latest event in it, milliseconds since 1970 UTC."},{"name":"model","type":"string","doc":"The model that scored."},{"name":"source","type":"string","doc":"Source of the events."},{"name":"slice","type":"string","doc":"What the events have in common: `all`, `query_words`, `seen_query`, `score_band`, or `beside`: that another model scored them too."},{"name":"value","type":"string","doc":"Which part of the slice: `1`, `2`, `3-4`, `5+`; `seen`, `unseen`; a band such as `2.0-2.2`; the reference of the other model; `all`."},{"name":"searches","type":"long","doc":"Labelled searches."},{"name":"pairs","type":"long","doc":"Graded (query, product) pairs."},{"name":"sumScore","type":"double","doc":"Sum of scores."},{"name":"sumGrade","type":"double","doc":"Sum of grades."},{"name":"sumScoreSquared","type":"double","doc":"Sum of squared scores."},{"name":"sumGradeSquared","type":"double","doc":"Sum of squared grades."},{"name":"sumScoreGrade","type":"double","doc":"Sum of score times grade."},{"name":"sumError","type":"double","doc":"Sum of score minus grade."},{"name":"sumAbsoluteError","type":"double","doc":"Sum of absolute errors."},{"name":"sumSquaredError","type":"double","doc":"Sum of squared errors."},{"name":"rankedSearches","type":"long","doc":"Searches with two or more distinct grades, the ones that NDCG and MRR can tell apart."},{"name":"sumNdcg","type":"double","doc":"Sum of NDCG@10 over the ranked searches."},{"name":"sumMrr","type":"double","doc":"Sum of reciprocal ranks of the first product with the best grade, over the ranked searches."},{"name":"calibration","type":{"type":"array","items":{"type":"record","name":"CalibrationBin","doc":"Predictions that fell into one tenth of the score range.","fields":[{"name":"count","type":"long","doc":"How many predictions."},{"name":"sumScore","type":"double","doc":"Sum of their scores."},{"name":"sumGrade","type":"double","doc":"Sum of their grades."}]}},"doc":"Ten bins of equal width over the grade range."}]},"interactions":{"type":"record","name":"InteractionEvent","namespace":"org.twinstream","doc":"What a visitor did with a product: click, cart or order.","fields":[{"name":"eventId","type":"string","doc":"Stable id of the interaction; the same id is the same event, however often it is sent."},{"name":"time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"When it happened at the shop, milliseconds since 1970 UTC."},{"name":"source","type":"string","doc":"Where it comes from: a shop, a file preset, `demo`."},{"name":"sessionId","type":["null","string"],"doc":"The visit it belongs to; the key of the record where there is one.","default":null},{"name":"userId","type":["null","string"],"doc":"The visitor, as the shop names them; tables hold a keyed hash.","default":null},{"name":"type","type":"string","doc":"`click`, `cart`, `order`, or a name of the shop's own."},{"name":"refersTo","type":["null","string"],"doc":"Id of the search event it followed, where known.","default":null},{"name":"query","type":["null","string"],"doc":"The query it followed, where known.","default":null},{"name":"productId","type":"string","doc":"The product."},{"name":"position","type":["null","int"],"doc":"Place in the result list, counted from 1, where known.","default":null},{"name":"price","type":["null","double"],"doc":"Price paid or shown.","default":null},{"name":"quantity","type":["null","int"],"doc":"How many.","default":null}]},"labels":{"type":"record","name":"LabelledEvent","namespace":"org.twinstream","doc":"A search with a grade for each product. A late label names an earlier event instead of the texts.","fields":[{"name":"eventId","type":"string","doc":"Stable id of the label event; the same id is the same event, however often it is sent."},{"name":"time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"When it happened at the shop, milliseconds since 1970 UTC."},{"name":"source","type":"string","doc":"Where it comes from: a shop, a file preset, `demo`."},{"name":"sessionId","type":["null","string"],"doc":"The visit it belongs to; the key of the record where there is one.","default":null},{"name":"userId","type":["null","string"],"doc":"The visitor, as the shop names them; tables hold a keyed hash.","default":null},{"name":"refersTo","type":["null","string"],"doc":"For a late label: the id of the search event that it judges.","default":null},{"name":"query","type":["null","string"],"doc":"What was searched; null in a late label.","default":null},{"name":"labelMin","type":"double","doc":"Lowest grade a product could get."},{"name":"labelMax","type":"double","doc":"Highest grade a product could get."},{"name":"products","type":{"type":"array","items":{"type":"record","name":"LabelledProduct","doc":"A product and its grade.","fields":[{"name":"productId","type":"string","doc":"The shop's id of the product."},{"name":"title","type":["null","string"],"doc":"Title as it was shown; null in a late label.","default":null},{"name":"position","type":"int","doc":"Place in the result list, counted from 1."},{"name":"brand","type":["null","string"],"doc":"Brand, where known.","default":null},{"name":"category","type":["null","string"],"doc":"Category, where known.","default":null},{"name":"price","type":["null","double"],"doc":"Price shown, in the shop's currency.","default":null},{"name":"attributes","type":{"type":"map","values":"string"},"doc":"Anything else the shop says of the product.","default":{}},{"name":"grade","type":"double","doc":"How relevant a person judged it, between labelMin and labelMax."}]}},"doc":"The products judged."}]},"model-releases":{"type":"record","name":"ModelRelease","namespace":"org.twinstream","doc":"Which model plays a role from now on; a later record of the same role replaces it.","fields":[{"name":"role","type":"string","doc":"`champion`: the model that scores. `challenger`: the model that is scored in its shadow; the champion's release ends its own challenge. `previous-champion`: written by earlier versions, for going back."},{"name":"model","type":"string","doc":"Reference of the model, such as `ridge-3`. `fixed-0`, the untrained model, as challenger: nobody challenges any more."},{"name":"time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"When it was released, milliseconds since 1970 UTC."},{"name":"reason","type":"string","doc":"Why, in words."},{"name":"replaces","type":["null","string"],"doc":"The champion that it was decided to replace, `fixed-0` where there was none. When another one reigns by then, the record changes nothing; null: it replaces any.","default":null}]},"recognitions":{"type":"record","name":"RecognisedProduct","namespace":"org.twinstream","doc":"What a model sees in a product: its category, and a vector that is like those of products like it.","fields":[{"name":"productId","type":"string","doc":"The shop's id of the product."},{"name":"time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"When the product was changed, milliseconds since 1970 UTC."},{"name":"source","type":"string","doc":"Where the product comes from."},{"name":"model","type":"string","doc":"Reference of the model, such as hybrid-3."},{"name":"category","type":["null","string"],"doc":"The likeliest category; null where there was neither a picture nor a title to read.","default":null},{"name":"probability","type":"double","doc":"How likely that category is, from 0 to 1."},{"name":"seesPicture","type":"boolean","doc":"Whether there was a picture that could be used; without one the title alone was read."},{"name":"note","type":["null","string"],"doc":"Why the picture could not be used, or what was done to it.","default":null},{"name":"space","type":"string","doc":"Name of the space of the vector."},{"name":"vector","type":"bytes","doc":"The vector of the product: float32, little-endian."}]},"scores":{"type":"record","name":"ScoredEvent","namespace":"org.twinstream","doc":"A search with a relevance score for each product shown.","fields":[{"name":"eventId","type":"string","doc":"Stable id of the search; the same id is the same event, however often it is sent."},{"name":"time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"When it happened at the shop, milliseconds since 1970 UTC."},{"name":"source","type":"string","doc":"Where it comes from: a shop, a file preset, `demo`."},{"name":"sessionId","type":["null","string"],"doc":"The visit it belongs to; the key of the record where there is one.","default":null},{"name":"userId","type":["null","string"],"doc":"The visitor, as the shop names them; tables hold a keyed hash.","default":null},{"name":"labelMin","type":["null","double"],"doc":"Lowest grade a product could get; null for live traffic.","default":null},{"name":"labelMax","type":["null","double"],"doc":"Highest grade a product could get; null for live traffic.","default":null},{"name":"query","type":"string","doc":"What the visitor typed."},{"name":"rewrites","type":{"type":"array","items":{"type":"record","name":"Rewrite","doc":"One change the analyser made to a text.","fields":[{"name":"from","type":"string","doc":"What stood there."},{"name":"to","type":"string","doc":"What stands there now; empty when it was dropped."},{"name":"rule","type":"string","doc":"The rule that changed it, as the analyser names it: `unit`, `spelling`, `compound`, ..."}]}},"doc":"What the analyser changed in the query."},{"name":"queryWords","type":"int","doc":"How many words the analysed query has."},{"name":"isSeenQuery","type":["null","boolean"],"doc":"Whether the model met this query in training; null when it does not say.","default":null},{"name":"model","type":"string","doc":"Reference of the model that scored, such as `ridge-3`."},{"name":"space","type":"string","doc":"Space of the vectors that were compared."},{"name":"featureSet","type":"string","doc":"Name and version of the feature set, such as `lexical-1`; it fixes the order of `features`."},{"name":"scoreMin","type":"double","doc":"Lowest score this model gives."},{"name":"scoreMax","type":"double","doc":"Highest score this model gives."},{"name":"challenger","type":["null",{"type":"record","name":"Challenger","doc":"A model that scores in the shadow of the one that counts.","fields":[{"name":"model","type":"string","doc":"Its reference, such as `ridge-4`."},{"name":"scoreMin","type":"double","doc":"Lowest score it gives."},{"name":"scoreMax","type":"double","doc":"Highest score it gives."},{"name":"isSeenQuery","type":["null","boolean"],"doc":"Whether it met this query in training; null when it does not say.","default":null}]}],"doc":"The model that scored the same products in the shadow; null when none did.","default":null},{"name":"challengerFault","type":["null","string"],"doc":"Why a challenger that there was gave no score; null when it did, or there was none.","default":null},{"name":"products","type":{"type":"array","items":{"type":"record","name":"ScoredProduct","doc":"A shown product with its score.","fields":[{"name":"productId","type":"string","doc":"The shop's id of the product."},{"name":"title","type":"string","doc":"Title as it was shown."},{"name":"position","type":"int","doc":"Place in the result list, counted from 1."},{"name":"brand","type":["null","string"],"doc":"Brand, where known.","default":null},{"name":"category","type":["null","string"],"doc":"Category, where known.","default":null},{"name":"price","type":["null","double"],"doc":"Price shown, in the shop's currency.","default":null},{"name":"attributes","type":{"type":"map","values":"string"},"doc":"Anything else the shop says of the product.","default":{}},{"name":"grade","type":["null","double"],"doc":"How relevant a person judged it, between labelMin and labelMax; null for live traffic.","default":null},{"name":"score","type":"float","doc":"Predicted relevance, between scoreMin and scoreMax."},{"name":"features","type":{"type":"array","items":"float"},"doc":"The feature values at scoring time, in the order of the feature set."},{"name":"challengerScore","type":["null","float"],"doc":"Relevance that the challenger predicts, between its scoreMin and scoreMax; null when none did.","default":null}]}},"doc":"The products shown, in the order they were shown."}]},"searches":{"type":"record","name":"SearchEvent","namespace":"org.twinstream","doc":"One search at the shop and the products that were shown for it.","fields":[{"name":"eventId","type":"string","doc":"Stable id of the search; the same id is the same event, however often it is sent."},{"name":"time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"When it happened at the shop, milliseconds since 1970 UTC."},{"name":"source","type":"string","doc":"Where it comes from: a shop, a file preset, `demo`."},{"name":"sessionId","type":["null","string"],"doc":"The visit it belongs to; the key of the record where there is one.","default":null},{"name":"userId","type":["null","string"],"doc":"The visitor, as the shop names them; tables hold a keyed hash.","default":null},{"name":"query","type":"string","doc":"What the visitor typed."},{"name":"products","type":{"type":"array","items":{"type":"record","name":"ShownProduct","doc":"A product in the result list.","fields":[{"name":"productId","type":"string","doc":"The shop's id of the product."},{"name":"title","type":"string","doc":"Title as it was shown."},{"name":"position","type":"int","doc":"Place in the result list, counted from 1."},{"name":"brand","type":["null","string"],"doc":"Brand, where known.","default":null},{"name":"category","type":["null","string"],"doc":"Category, where known.","default":null},{"name":"price","type":["null","double"],"doc":"Price shown, in the shop's currency.","default":null},{"name":"attributes","type":{"type":"map","values":"string"},"doc":"Anything else the shop says of the product.","default":{}}]}},"doc":"The products shown, best first; empty when nothing was found."}]},"tokens":{"type":"record","name":"TokenizedEvent","namespace":"org.twinstream","doc":"A search, live or labelled, with its texts analysed.","fields":[{"name":"eventId","type":"string","doc":"Stable id of the search; the same id is the same event, however often it is sent."},{"name":"time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"When it happened at the shop, milliseconds since 1970 UTC."},{"name":"source","type":"string","doc":"Where it comes from: a shop, a file preset, `demo`."},{"name":"sessionId","type":["null","string"],"doc":"The visit it belongs to; the key of the record where there is one.","default":null},{"name":"userId","type":["null","string"],"doc":"The visitor, as the shop names them; tables hold a keyed hash.","default":null},{"name":"labelMin","type":["null","double"],"doc":"Lowest grade a product could get; null for live traffic.","default":null},{"name":"labelMax","type":["null","double"],"doc":"Highest grade a product could get; null for live traffic.","default":null},{"name":"vocabulary","type":"string","doc":"The vocabulary that spelling and idf come from; `none` without one."},{"name":"query","type":"string","doc":"What the visitor typed."},{"name":"queryText","type":{"type":"record","name":"AnalysedText","doc":"A text as the analyser sees it.","fields":[{"name":"words","type":{"type":"array","items":"string"},"doc":"Words after normalising, unit rewriting, splitting, joining and spelling, in order."},{"name":"stems","type":{"type":"array","items":"string"},"doc":"The stem of each word, at the same index; empty for a stop word."},{"name":"rewrites","type":{"type":"array","items":{"type":"record","name":"Rewrite","doc":"One change the analyser made to a text.","fields":[{"name":"from","type":"string","doc":"What stood there."},{"name":"to","type":"string","doc":"What stands there now; empty when it was dropped."},{"name":"rule","type":"string","doc":"The rule that changed it, as the analyser names it: `unit`, `spelling`, `compound`, ..."}]}},"doc":"Every change, in the order it was made."}]},"doc":"The query, analysed."},{"name":"products","type":{"type":"array","items":{"type":"record","name":"TokenizedProduct","doc":"A shown product with its title analysed.","fields":[{"name":"productId","type":"string","doc":"The shop's id of the product."},{"name":"title","type":"string","doc":"Title as it was shown."},{"name":"position","type":"int","doc":"Place in the result list, counted from 1."},{"name":"brand","type":["null","string"],"doc":"Brand, where known.","default":null},{"name":"category","type":["null","string"],"doc":"Category, where known.","default":null},{"name":"price","type":["null","double"],"doc":"Price shown, in the shop's currency.","default":null},{"name":"attributes","type":{"type":"map","values":"string"},"doc":"Anything else the shop says of the product.","default":{}},{"name":"grade","type":["null","double"],"doc":"How relevant a person judged it, between labelMin and labelMax; null for live traffic.","default":null},{"name":"text","type":"AnalysedText","doc":"The title, analysed."}]}},"doc":"The products shown, best first."}]}} as const;

/** Every released version of each topic's schema, oldest first; a reader understands them all. */
export const releasedSchemas = {"catalog":[{"type":"record","name":"CatalogProduct","namespace":"org.twinstream","doc":"A product as the shop sells it now; a later record with the same id replaces it.","fields":[{"name":"productId","type":"string","doc":"The shop's id of the product."},{"name":"time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"When it was changed, milliseconds since 1970 UTC."},{"name":"source","type":"string","doc":"Where it comes from."},{"name":"title","type":"string","doc":"Title."},{"name":"description","type":["null","string"],"doc":"Longer text.","default":null},{"name":"brand","type":["null","string"],"doc":"Brand, where known.","default":null},{"name":"category","type":["null","string"],"doc":"Category, where known.","default":null},{"name":"price","type":["null","double"],"doc":"Price shown, in the shop's currency.","default":null},{"name":"attributes","type":{"type":"map","values":"string"},"doc":"Anything else the shop says of the product.","default":{}}]},{"type":"record","name":"CatalogProduct","namespace":"org.twinstream","doc":"A product as the shop sells it now; a later record with the same id replaces it.","fields":[{"name":"productId","type":"string","doc":"The shop's id of the product."},{"name":"time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"When it was changed, milliseconds since 1970 UTC."},{"name":"source","type":"string","doc":"Where it comes from."},{"name":"title","type":"string","doc":"Title."},{"name":"description","type":["null","string"],"doc":"Longer text.","default":null},{"name":"brand","type":["null","string"],"doc":"Brand, where known.","default":null},{"name":"category","type":["null","string"],"doc":"Category, where known.","default":null},{"name":"price","type":["null","double"],"doc":"Price shown, in the shop's currency.","default":null},{"name":"picture","type":["null","string"],"doc":"Its picture: a path in the folder of pictures, a web address whose path leads there, or the picture itself as a data: address.","default":null},{"name":"attributes","type":{"type":"map","values":"string"},"doc":"Anything else the shop says of the product.","default":{}}]}],"dead-letters":[{"type":"record","name":"DeadLetter","namespace":"org.twinstream","doc":"A record that could not be read or processed, with where it came from and why.","fields":[{"name":"topic","type":"string","doc":"Topic it was read from."},{"name":"partition","type":"int","doc":"Partition it was read from."},{"name":"offset","type":"long","doc":"Offset it stood at."},{"name":"key","type":["null","string"],"doc":"Key of the record.","default":null},{"name":"time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"When the record was appended to its topic, milliseconds since 1970 UTC."},{"name":"stage","type":"string","doc":"What failed: `decode`, or the name of a stage."},{"name":"error","type":"string","doc":"Why, in words."},{"name":"value","type":"bytes","doc":"The original bytes."}]}],"embeddings":[{"type":"record","name":"EmbeddedEvent","namespace":"org.twinstream","doc":"A search with its texts analysed and embedded.","fields":[{"name":"eventId","type":"string","doc":"Stable id of the search; the same id is the same event, however often it is sent."},{"name":"time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"When it happened at the shop, milliseconds since 1970 UTC."},{"name":"source","type":"string","doc":"Where it comes from: a shop, a file preset, `demo`."},{"name":"sessionId","type":["null","string"],"doc":"The visit it belongs to; the key of the record where there is one.","default":null},{"name":"userId","type":["null","string"],"doc":"The visitor, as the shop names them; tables hold a keyed hash.","default":null},{"name":"labelMin","type":["null","double"],"doc":"Lowest grade a product could get; null for live traffic.","default":null},{"name":"labelMax","type":["null","double"],"doc":"Highest grade a product could get; null for live traffic.","default":null},{"name":"vocabulary","type":"string","doc":"The vocabulary that spelling and idf come from; `none` without one."},{"name":"query","type":"string","doc":"What the visitor typed."},{"name":"queryText","type":{"type":"record","name":"AnalysedText","doc":"A text as the analyser sees it.","fields":[{"name":"words","type":{"type":"array","items":"string"},"doc":"Words after normalising, unit rewriting, splitting, joining and spelling, in order."},{"name":"stems","type":{"type":"array","items":"string"},"doc":"The stem of each word, at the same index; empty for a stop word."},{"name":"rewrites","type":{"type":"array","items":{"type":"record","name":"Rewrite","doc":"One change the analyser made to a text.","fields":[{"name":"from","type":"string","doc":"What stood there."},{"name":"to","type":"string","doc":"What stands there now; empty when it was dropped."},{"name":"rule","type":"string","doc":"The rule that changed it, as the analyser names it: `unit`, `spelling`, `compound`, ..."}]}},"doc":"Every change, in the order it was made."}]},"doc":"The query, analysed."},{"name":"space","type":"string","doc":"Name of the space that all vectors of this event live in; vectors of two spaces are never compared."},{"name":"queryVector","type":"bytes","doc":"The query's vector: little-endian 32-bit floats, unit length."},{"name":"products","type":{"type":"array","items":{"type":"record","name":"EmbeddedProduct","doc":"A shown product with its title analysed and embedded.","fields":[{"name":"productId","type":"string","doc":"The shop's id of the product."},{"name":"title","type":"string","doc":"Title as it was shown."},{"name":"position","type":"int","doc":"Place in the result list, counted from 1."},{"name":"brand","type":["null","string"],"doc":"Brand, where known.","default":null},{"name":"category","type":["null","string"],"doc":"Category, where known.","default":null},{"name":"price","type":["null","double"],"doc":"Price shown, in the shop's currency.","default":null},{"name":"attributes","type":{"type":"map","values":"string"},"doc":"Anything else the shop says of the product.","default":{}},{"name":"grade","type":["null","double"],"doc":"How relevant a person judged it, between labelMin and labelMax; null for live traffic.","default":null},{"name":"text","type":"AnalysedText","doc":"The title, analysed."},{"name":"vector","type":"bytes","doc":"The title's vector: little-endian 32-bit floats, unit length."}]}},"doc":"The products shown, best first."}]},{"type":"record","name":"EmbeddedEvent","namespace":"org.twinstream","doc":"A search with its texts analysed and embedded.","fields":[{"name":"eventId","type":"string","doc":"Stable id of the search; the same id is the same event, however often it is sent."},{"name":"time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"When it happened at the shop, milliseconds since 1970 UTC."},{"name":"source","type":"string","doc":"Where it comes from: a shop, a file preset, `demo`."},{"name":"sessionId","type":["null","string"],"doc":"The visit it belongs to; the key of the record where there is one.","default":null},{"name":"userId","type":["null","string"],"doc":"The visitor, as the shop names them; tables hold a keyed hash.","default":null},{"name":"labelMin","type":["null","double"],"doc":"Lowest grade a product could get; null for live traffic.","default":null},{"name":"labelMax","type":["null","double"],"doc":"Highest grade a product could get; null for live traffic.","default":null},{"name":"vocabulary","type":"string","doc":"The vocabulary that spelling and idf come from; `none` without one."},{"name":"query","type":"string","doc":"What the visitor typed."},{"name":"queryText","type":{"type":"record","name":"AnalysedText","doc":"A text as the analyser sees it.","fields":[{"name":"words","type":{"type":"array","items":"string"},"doc":"Words after normalising, unit rewriting, splitting, joining and spelling, in order."},{"name":"stems","type":{"type":"array","items":"string"},"doc":"The stem of each word, at the same index; empty for a stop word."},{"name":"rewrites","type":{"type":"array","items":{"type":"record","name":"Rewrite","doc":"One change the analyser made to a text.","fields":[{"name":"from","type":"string","doc":"What stood there."},{"name":"to","type":"string","doc":"What stands there now; empty when it was dropped."},{"name":"rule","type":"string","doc":"The rule that changed it, as the analyser names it: `unit`, `spelling`, `compound`, ..."}]}},"doc":"Every change, in the order it was made."}]},"doc":"The query, analysed."},{"name":"space","type":"string","doc":"Name of the space that all vectors of this event live in; vectors of two spaces are never compared."},{"name":"queryVector","type":"bytes","doc":"The query's vector: little-endian 32-bit floats."},{"name":"products","type":{"type":"array","items":{"type":"record","name":"EmbeddedProduct","doc":"A shown product with its title analysed and embedded.","fields":[{"name":"productId","type":"string","doc":"The shop's id of the product."},{"name":"title","type":"string","doc":"Title as it was shown."},{"name":"position","type":"int","doc":"Place in the result list, counted from 1."},{"name":"brand","type":["null","string"],"doc":"Brand, where known.","default":null},{"name":"category","type":["null","string"],"doc":"Category, where known.","default":null},{"name":"price","type":["null","double"],"doc":"Price shown, in the shop's currency.","default":null},{"name":"attributes","type":{"type":"map","values":"string"},"doc":"Anything else the shop says of the product.","default":{}},{"name":"grade","type":["null","double"],"doc":"How relevant a person judged it, between labelMin and labelMax; null for live traffic.","default":null},{"name":"text","type":"AnalysedText","doc":"The title, analysed."},{"name":"vector","type":"bytes","doc":"The title's vector: little-endian 32-bit floats."}]}},"doc":"The products shown, best first."}]}],"evaluations":[{"type":"record","name":"EvaluationPart","namespace":"org.twinstream","doc":"Part of an evaluation: sums over some labelled events. Parts of equal model and slice add up, in any order and grouping.","fields":[{"name":"evaluationId","type":"string","doc":"Stable id of the part: the first event it covers, the model and the slice."},{"name":"time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"Time of the latest event in it, milliseconds since 1970 UTC."},{"name":"model","type":"string","doc":"The model that scored."},{"name":"source","type":"string","doc":"Source of the events."},{"name":"slice","type":"string","doc":"What the events have in common: `all`, `query_words`, `seen_query` or `score_band`."},{"name":"value","type":"string","doc":"Which part of the slice: `1`, `2`, `3-4`, `5+`; `seen`, `unseen`; a band such as `2.0-2.2`; `all`."},{"name":"searches","type":"long","doc":"Labelled searches."},{"name":"pairs","type":"long","doc":"Graded (query, product) pairs."},{"name":"sumScore","type":"double","doc":"Sum of scores."},{"name":"sumGrade","type":"double","doc":"Sum of grades."},{"name":"sumScoreSquared","type":"double","doc":"Sum of squared scores."},{"name":"sumGradeSquared","type":"double","doc":"Sum of squared grades."},{"name":"sumScoreGrade","type":"double","doc":"Sum of score times grade."},{"name":"sumError","type":"double","doc":"Sum of score minus grade."},{"name":"sumAbsoluteError","type":"double","doc":"Sum of absolute errors."},{"name":"sumSquaredError","type":"double","doc":"Sum of squared errors."},{"name":"rankedSearches","type":"long","doc":"Searches with two or more distinct grades, the ones that NDCG and MRR can tell apart."},{"name":"sumNdcg","type":"double","doc":"Sum of NDCG@10 over the ranked searches."},{"name":"sumMrr","type":"double","doc":"Sum of reciprocal ranks of the first product with the best grade, over the ranked searches."},{"name":"calibration","type":{"type":"array","items":{"type":"record","name":"CalibrationBin","doc":"Predictions that fell into one tenth of the score range.","fields":[{"name":"count","type":"long","doc":"How many predictions."},{"name":"sumScore","type":"double","doc":"Sum of their scores."},{"name":"sumGrade","type":"double","doc":"Sum of their grades."}]}},"doc":"Ten bins of equal width over the grade range."}]},{"type":"record","name":"EvaluationPart","namespace":"org.twinstream","doc":"Part of an evaluation: sums over some labelled events. Parts of equal model and slice add up, in any order and grouping.","fields":[{"name":"evaluationId","type":"string","doc":"Stable id of the part: the first event it covers, the model and the slice."},{"name":"time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"Time of the latest event in it, milliseconds since 1970 UTC."},{"name":"model","type":"string","doc":"The model that scored."},{"name":"source","type":"string","doc":"Source of the events."},{"name":"slice","type":"string","doc":"What the events have in common: `all`, `query_words`, `seen_query`, `score_band`, or `beside`: that another model scored them too."},{"name":"value","type":"string","doc":"Which part of the slice: `1`, `2`, `3-4`, `5+`; `seen`, `unseen`; a band such as `2.0-2.2`; the reference of the other model; `all`."},{"name":"searches","type":"long","doc":"Labelled searches."},{"name":"pairs","type":"long","doc":"Graded (query, product) pairs."},{"name":"sumScore","type":"double","doc":"Sum of scores."},{"name":"sumGrade","type":"double","doc":"Sum of grades."},{"name":"sumScoreSquared","type":"double","doc":"Sum of squared scores."},{"name":"sumGradeSquared","type":"double","doc":"Sum of squared grades."},{"name":"sumScoreGrade","type":"double","doc":"Sum of score times grade."},{"name":"sumError","type":"double","doc":"Sum of score minus grade."},{"name":"sumAbsoluteError","type":"double","doc":"Sum of absolute errors."},{"name":"sumSquaredError","type":"double","doc":"Sum of squared errors."},{"name":"rankedSearches","type":"long","doc":"Searches with two or more distinct grades, the ones that NDCG and MRR can tell apart."},{"name":"sumNdcg","type":"double","doc":"Sum of NDCG@10 over the ranked searches."},{"name":"sumMrr","type":"double","doc":"Sum of reciprocal ranks of the first product with the best grade, over the ranked searches."},{"name":"calibration","type":{"type":"array","items":{"type":"record","name":"CalibrationBin","doc":"Predictions that fell into one tenth of the score range.","fields":[{"name":"count","type":"long","doc":"How many predictions."},{"name":"sumScore","type":"double","doc":"Sum of their scores."},{"name":"sumGrade","type":"double","doc":"Sum of their grades."}]}},"doc":"Ten bins of equal width over the grade range."}]}],"interactions":[{"type":"record","name":"InteractionEvent","namespace":"org.twinstream","doc":"What a visitor did with a product: click, cart or order.","fields":[{"name":"eventId","type":"string","doc":"Stable id of the interaction; the same id is the same event, however often it is sent."},{"name":"time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"When it happened at the shop, milliseconds since 1970 UTC."},{"name":"source","type":"string","doc":"Where it comes from: a shop, a file preset, `demo`."},{"name":"sessionId","type":["null","string"],"doc":"The visit it belongs to; the key of the record where there is one.","default":null},{"name":"userId","type":["null","string"],"doc":"The visitor, as the shop names them; tables hold a keyed hash.","default":null},{"name":"type","type":"string","doc":"`click`, `cart`, `order`, or a name of the shop's own."},{"name":"refersTo","type":["null","string"],"doc":"Id of the search event it followed, where known.","default":null},{"name":"query","type":["null","string"],"doc":"The query it followed, where known.","default":null},{"name":"productId","type":"string","doc":"The product."},{"name":"position","type":["null","int"],"doc":"Place in the result list, counted from 1, where known.","default":null},{"name":"price","type":["null","double"],"doc":"Price paid or shown.","default":null},{"name":"quantity","type":["null","int"],"doc":"How many.","default":null}]}],"labels":[{"type":"record","name":"LabelledEvent","namespace":"org.twinstream","doc":"A search with a grade for each product. A late label names an earlier event instead of the texts.","fields":[{"name":"eventId","type":"string","doc":"Stable id of the label event; the same id is the same event, however often it is sent."},{"name":"time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"When it happened at the shop, milliseconds since 1970 UTC."},{"name":"source","type":"string","doc":"Where it comes from: a shop, a file preset, `demo`."},{"name":"sessionId","type":["null","string"],"doc":"The visit it belongs to; the key of the record where there is one.","default":null},{"name":"userId","type":["null","string"],"doc":"The visitor, as the shop names them; tables hold a keyed hash.","default":null},{"name":"refersTo","type":["null","string"],"doc":"For a late label: the id of the search event that it judges.","default":null},{"name":"query","type":["null","string"],"doc":"What was searched; null in a late label.","default":null},{"name":"labelMin","type":"double","doc":"Lowest grade a product could get."},{"name":"labelMax","type":"double","doc":"Highest grade a product could get."},{"name":"products","type":{"type":"array","items":{"type":"record","name":"LabelledProduct","doc":"A product and its grade.","fields":[{"name":"productId","type":"string","doc":"The shop's id of the product."},{"name":"title","type":["null","string"],"doc":"Title as it was shown; null in a late label.","default":null},{"name":"position","type":"int","doc":"Place in the result list, counted from 1."},{"name":"brand","type":["null","string"],"doc":"Brand, where known.","default":null},{"name":"category","type":["null","string"],"doc":"Category, where known.","default":null},{"name":"price","type":["null","double"],"doc":"Price shown, in the shop's currency.","default":null},{"name":"attributes","type":{"type":"map","values":"string"},"doc":"Anything else the shop says of the product.","default":{}},{"name":"grade","type":"double","doc":"How relevant a person judged it, between labelMin and labelMax."}]}},"doc":"The products judged."}]}],"model-releases":[{"type":"record","name":"ModelRelease","namespace":"org.twinstream","doc":"Which model plays a role from now on; a later record of the same role replaces it.","fields":[{"name":"role","type":"string","doc":"`champion`: the model that scores."},{"name":"model","type":"string","doc":"Reference of the model, such as `ridge-3`."},{"name":"time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"When it was released, milliseconds since 1970 UTC."},{"name":"reason","type":"string","doc":"Why, in words."}]},{"type":"record","name":"ModelRelease","namespace":"org.twinstream","doc":"Which model plays a role from now on; a later record of the same role replaces it.","fields":[{"name":"role","type":"string","doc":"`champion`: the model that scores. `challenger`: the model that is scored in its shadow; the champion's release ends its own challenge. `previous-champion`: written by earlier versions, for going back."},{"name":"model","type":"string","doc":"Reference of the model, such as `ridge-3`. `fixed-0`, the untrained model, as challenger: nobody challenges any more."},{"name":"time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"When it was released, milliseconds since 1970 UTC."},{"name":"reason","type":"string","doc":"Why, in words."},{"name":"replaces","type":["null","string"],"doc":"The champion that it was decided to replace, `fixed-0` where there was none. When another one reigns by then, the record changes nothing; null: it replaces any.","default":null}]}],"recognitions":[{"type":"record","name":"RecognisedProduct","namespace":"org.twinstream","doc":"What a model sees in a product: its category, and a vector that is like those of products like it.","fields":[{"name":"productId","type":"string","doc":"The shop's id of the product."},{"name":"time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"When the product was changed, milliseconds since 1970 UTC."},{"name":"source","type":"string","doc":"Where the product comes from."},{"name":"model","type":"string","doc":"Reference of the model, such as hybrid-3."},{"name":"category","type":["null","string"],"doc":"The likeliest category; null where there was neither a picture nor a title to read.","default":null},{"name":"probability","type":"double","doc":"How likely that category is, from 0 to 1."},{"name":"seesPicture","type":"boolean","doc":"Whether there was a picture that could be used; without one the title alone was read."},{"name":"note","type":["null","string"],"doc":"Why the picture could not be used, or what was done to it.","default":null},{"name":"space","type":"string","doc":"Name of the space of the vector."},{"name":"vector","type":"bytes","doc":"The vector of the product: float32, little-endian."}]}],"scores":[{"type":"record","name":"ScoredEvent","namespace":"org.twinstream","doc":"A search with a relevance score for each product shown.","fields":[{"name":"eventId","type":"string","doc":"Stable id of the search; the same id is the same event, however often it is sent."},{"name":"time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"When it happened at the shop, milliseconds since 1970 UTC."},{"name":"source","type":"string","doc":"Where it comes from: a shop, a file preset, `demo`."},{"name":"sessionId","type":["null","string"],"doc":"The visit it belongs to; the key of the record where there is one.","default":null},{"name":"userId","type":["null","string"],"doc":"The visitor, as the shop names them; tables hold a keyed hash.","default":null},{"name":"labelMin","type":["null","double"],"doc":"Lowest grade a product could get; null for live traffic.","default":null},{"name":"labelMax","type":["null","double"],"doc":"Highest grade a product could get; null for live traffic.","default":null},{"name":"query","type":"string","doc":"What the visitor typed."},{"name":"rewrites","type":{"type":"array","items":{"type":"record","name":"Rewrite","doc":"One change the analyser made to a text.","fields":[{"name":"from","type":"string","doc":"What stood there."},{"name":"to","type":"string","doc":"What stands there now; empty when it was dropped."},{"name":"rule","type":"string","doc":"The rule that changed it, as the analyser names it: `unit`, `spelling`, `compound`, ..."}]}},"doc":"What the analyser changed in the query."},{"name":"queryWords","type":"int","doc":"How many words the analysed query has."},{"name":"isSeenQuery","type":["null","boolean"],"doc":"Whether the model met this query in training; null when it does not say.","default":null},{"name":"model","type":"string","doc":"Reference of the model that scored, such as `ridge-3`."},{"name":"space","type":"string","doc":"Space of the vectors that were compared."},{"name":"featureSet","type":"string","doc":"Name and version of the feature set, such as `lexical-1`; it fixes the order of `features`."},{"name":"scoreMin","type":"double","doc":"Lowest score this model gives."},{"name":"scoreMax","type":"double","doc":"Highest score this model gives."},{"name":"products","type":{"type":"array","items":{"type":"record","name":"ScoredProduct","doc":"A shown product with its score.","fields":[{"name":"productId","type":"string","doc":"The shop's id of the product."},{"name":"title","type":"string","doc":"Title as it was shown."},{"name":"position","type":"int","doc":"Place in the result list, counted from 1."},{"name":"brand","type":["null","string"],"doc":"Brand, where known.","default":null},{"name":"category","type":["null","string"],"doc":"Category, where known.","default":null},{"name":"price","type":["null","double"],"doc":"Price shown, in the shop's currency.","default":null},{"name":"attributes","type":{"type":"map","values":"string"},"doc":"Anything else the shop says of the product.","default":{}},{"name":"grade","type":["null","double"],"doc":"How relevant a person judged it, between labelMin and labelMax; null for live traffic.","default":null},{"name":"score","type":"float","doc":"Predicted relevance, between scoreMin and scoreMax."},{"name":"features","type":{"type":"array","items":"float"},"doc":"The feature values at scoring time, in the order of the feature set."}]}},"doc":"The products shown, in the order they were shown."}]},{"type":"record","name":"ScoredEvent","namespace":"org.twinstream","doc":"A search with a relevance score for each product shown.","fields":[{"name":"eventId","type":"string","doc":"Stable id of the search; the same id is the same event, however often it is sent."},{"name":"time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"When it happened at the shop, milliseconds since 1970 UTC."},{"name":"source","type":"string","doc":"Where it comes from: a shop, a file preset, `demo`."},{"name":"sessionId","type":["null","string"],"doc":"The visit it belongs to; the key of the record where there is one.","default":null},{"name":"userId","type":["null","string"],"doc":"The visitor, as the shop names them; tables hold a keyed hash.","default":null},{"name":"labelMin","type":["null","double"],"doc":"Lowest grade a product could get; null for live traffic.","default":null},{"name":"labelMax","type":["null","double"],"doc":"Highest grade a product could get; null for live traffic.","default":null},{"name":"query","type":"string","doc":"What the visitor typed."},{"name":"rewrites","type":{"type":"array","items":{"type":"record","name":"Rewrite","doc":"One change the analyser made to a text.","fields":[{"name":"from","type":"string","doc":"What stood there."},{"name":"to","type":"string","doc":"What stands there now; empty when it was dropped."},{"name":"rule","type":"string","doc":"The rule that changed it, as the analyser names it: `unit`, `spelling`, `compound`, ..."}]}},"doc":"What the analyser changed in the query."},{"name":"queryWords","type":"int","doc":"How many words the analysed query has."},{"name":"isSeenQuery","type":["null","boolean"],"doc":"Whether the model met this query in training; null when it does not say.","default":null},{"name":"model","type":"string","doc":"Reference of the model that scored, such as `ridge-3`."},{"name":"space","type":"string","doc":"Space of the vectors that were compared."},{"name":"featureSet","type":"string","doc":"Name and version of the feature set, such as `lexical-1`; it fixes the order of `features`."},{"name":"scoreMin","type":"double","doc":"Lowest score this model gives."},{"name":"scoreMax","type":"double","doc":"Highest score this model gives."},{"name":"challenger","type":["null",{"type":"record","name":"Challenger","doc":"A model that scores in the shadow of the one that counts.","fields":[{"name":"model","type":"string","doc":"Its reference, such as `ridge-4`."},{"name":"scoreMin","type":"double","doc":"Lowest score it gives."},{"name":"scoreMax","type":"double","doc":"Highest score it gives."},{"name":"isSeenQuery","type":["null","boolean"],"doc":"Whether it met this query in training; null when it does not say.","default":null}]}],"doc":"The model that scored the same products in the shadow; null when none did.","default":null},{"name":"challengerFault","type":["null","string"],"doc":"Why a challenger that there was gave no score; null when it did, or there was none.","default":null},{"name":"products","type":{"type":"array","items":{"type":"record","name":"ScoredProduct","doc":"A shown product with its score.","fields":[{"name":"productId","type":"string","doc":"The shop's id of the product."},{"name":"title","type":"string","doc":"Title as it was shown."},{"name":"position","type":"int","doc":"Place in the result list, counted from 1."},{"name":"brand","type":["null","string"],"doc":"Brand, where known.","default":null},{"name":"category","type":["null","string"],"doc":"Category, where known.","default":null},{"name":"price","type":["null","double"],"doc":"Price shown, in the shop's currency.","default":null},{"name":"attributes","type":{"type":"map","values":"string"},"doc":"Anything else the shop says of the product.","default":{}},{"name":"grade","type":["null","double"],"doc":"How relevant a person judged it, between labelMin and labelMax; null for live traffic.","default":null},{"name":"score","type":"float","doc":"Predicted relevance, between scoreMin and scoreMax."},{"name":"features","type":{"type":"array","items":"float"},"doc":"The feature values at scoring time, in the order of the feature set."},{"name":"challengerScore","type":["null","float"],"doc":"Relevance that the challenger predicts, between its scoreMin and scoreMax; null when none did.","default":null}]}},"doc":"The products shown, in the order they were shown."}]}],"searches":[{"type":"record","name":"SearchEvent","namespace":"org.twinstream","doc":"One search at the shop and the products that were shown for it.","fields":[{"name":"eventId","type":"string","doc":"Stable id of the search; the same id is the same event, however often it is sent."},{"name":"time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"When it happened at the shop, milliseconds since 1970 UTC."},{"name":"source","type":"string","doc":"Where it comes from: a shop, a file preset, `demo`."},{"name":"sessionId","type":["null","string"],"doc":"The visit it belongs to; the key of the record where there is one.","default":null},{"name":"userId","type":["null","string"],"doc":"The visitor, as the shop names them; tables hold a keyed hash.","default":null},{"name":"query","type":"string","doc":"What the visitor typed."},{"name":"products","type":{"type":"array","items":{"type":"record","name":"ShownProduct","doc":"A product in the result list.","fields":[{"name":"productId","type":"string","doc":"The shop's id of the product."},{"name":"title","type":"string","doc":"Title as it was shown."},{"name":"position","type":"int","doc":"Place in the result list, counted from 1."},{"name":"brand","type":["null","string"],"doc":"Brand, where known.","default":null},{"name":"category","type":["null","string"],"doc":"Category, where known.","default":null},{"name":"price","type":["null","double"],"doc":"Price shown, in the shop's currency.","default":null},{"name":"attributes","type":{"type":"map","values":"string"},"doc":"Anything else the shop says of the product.","default":{}}]}},"doc":"The products shown, best first; empty when nothing was found."}]}],"tokens":[{"type":"record","name":"TokenizedEvent","namespace":"org.twinstream","doc":"A search, live or labelled, with its texts analysed.","fields":[{"name":"eventId","type":"string","doc":"Stable id of the search; the same id is the same event, however often it is sent."},{"name":"time","type":{"type":"long","logicalType":"timestamp-millis"},"doc":"When it happened at the shop, milliseconds since 1970 UTC."},{"name":"source","type":"string","doc":"Where it comes from: a shop, a file preset, `demo`."},{"name":"sessionId","type":["null","string"],"doc":"The visit it belongs to; the key of the record where there is one.","default":null},{"name":"userId","type":["null","string"],"doc":"The visitor, as the shop names them; tables hold a keyed hash.","default":null},{"name":"labelMin","type":["null","double"],"doc":"Lowest grade a product could get; null for live traffic.","default":null},{"name":"labelMax","type":["null","double"],"doc":"Highest grade a product could get; null for live traffic.","default":null},{"name":"vocabulary","type":"string","doc":"The vocabulary that spelling and idf come from; `none` without one."},{"name":"query","type":"string","doc":"What the visitor typed."},{"name":"queryText","type":{"type":"record","name":"AnalysedText","doc":"A text as the analyser sees it.","fields":[{"name":"words","type":{"type":"array","items":"string"},"doc":"Words after normalising, unit rewriting, splitting, joining and spelling, in order."},{"name":"stems","type":{"type":"array","items":"string"},"doc":"The stem of each word, at the same index; empty for a stop word."},{"name":"rewrites","type":{"type":"array","items":{"type":"record","name":"Rewrite","doc":"One change the analyser made to a text.","fields":[{"name":"from","type":"string","doc":"What stood there."},{"name":"to","type":"string","doc":"What stands there now; empty when it was dropped."},{"name":"rule","type":"string","doc":"The rule that changed it, as the analyser names it: `unit`, `spelling`, `compound`, ..."}]}},"doc":"Every change, in the order it was made."}]},"doc":"The query, analysed."},{"name":"products","type":{"type":"array","items":{"type":"record","name":"TokenizedProduct","doc":"A shown product with its title analysed.","fields":[{"name":"productId","type":"string","doc":"The shop's id of the product."},{"name":"title","type":"string","doc":"Title as it was shown."},{"name":"position","type":"int","doc":"Place in the result list, counted from 1."},{"name":"brand","type":["null","string"],"doc":"Brand, where known.","default":null},{"name":"category","type":["null","string"],"doc":"Category, where known.","default":null},{"name":"price","type":["null","double"],"doc":"Price shown, in the shop's currency.","default":null},{"name":"attributes","type":{"type":"map","values":"string"},"doc":"Anything else the shop says of the product.","default":{}},{"name":"grade","type":["null","double"],"doc":"How relevant a person judged it, between labelMin and labelMax; null for live traffic.","default":null},{"name":"text","type":"AnalysedText","doc":"The title, analysed."}]}},"doc":"The products shown, best first."}]}]} as const;
