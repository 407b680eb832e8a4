import type { AnalysedText } from "./generated/events.ts";
import type { TopicEvents, TopicName } from "./topics.ts";

/** Where a field stops being believable. */
const limits = {
  queryCharacters: 1_000,
  titleCharacters: 10_000,
  idCharacters: 200,
  products: 10_000,
  /** 1990-01-01 and 2100-01-01, milliseconds since 1970 UTC. */
  earliest: 631_152_000_000,
  latest: 4_102_444_800_000,
} as const;

/** Why a query can't be one; undefined when it can. */
export function queryFault(query: string): string | undefined {
  if (query.length > limits.queryCharacters) {
    return `the query has ${query.length} characters, more than ${limits.queryCharacters}`;
  }
  return isBlank(query) ? "the query is empty" : undefined;
}

/** Why a title can't be one; undefined when it can. */
export function titleFault(title: string): string | undefined {
  if (title.length > limits.titleCharacters) {
    return `the title has ${title.length} characters, more than ${limits.titleCharacters}`;
  }
  return isBlank(title) ? "the title is empty" : undefined;
}

/** Why a time, in milliseconds since 1970 UTC, can't be one; undefined when it can. */
export function timeFault(time: number): string | undefined {
  if (time >= limits.earliest && time <= limits.latest) return undefined;
  return `the time ${time} ms is not between the years 1990 and 2100`;
}

/** Why a grade can't be one; undefined when it can. */
export function gradeFault(grade: number, min: number, max: number): string | undefined {
  return grade >= min && grade <= max ? undefined : `the grade ${grade} is not between ${min} and ${max}`;
}

/** Why something can't be an id; undefined when it can. */
export function idFault(id: string, what: string): string | undefined {
  if (id === "") return `the ${what} is empty`;
  if (id.length <= limits.idCharacters) return undefined;
  return `the ${what} has ${id.length} characters, more than ${limits.idCharacters}`;
}

/**
 * Why a decoded event is absurd, in words, or undefined when it is not. Bytes can be a record of the right schema and still say
 * what no shop says; the runner asks this before any stage sees the event.
 */
export const checks: { readonly [topic in TopicName]?: (event: TopicEvents[topic]) => string | undefined } = {
  searches: (event) => eventFault(event) ?? queryFault(event.query) ?? productsFault(event.products),
  labels: (event) =>
    eventFault(event) ??
    rangeFault(event.labelMin, event.labelMax) ??
    labelTextFault(event) ??
    productsFault(event.products, event.labelMin, event.labelMax, event.query === null),
  tokens: (event) => searchFault(event) ?? textsFault(event.queryText, event.products),
  embeddings: (event) => searchFault(event) ?? textsFault(event.queryText, event.products) ?? vectorsFault(event),
  scores: (event) => searchFault(event) ?? scoresFault(event),
  interactions: (event) =>
    eventFault(event) ??
    (event.query === null ? undefined : queryFault(event.query)) ??
    idFault(event.type, "type") ??
    idFault(event.productId, "productId") ??
    positionFault(event.position) ??
    priceFault(event.price),
  catalog: (event) =>
    idFault(event.productId, "productId") ??
    timeFault(event.time) ??
    titleFault(event.title) ??
    priceFault(event.price),
  recognitions: (event) => idFault(event.productId, "productId") ?? timeFault(event.time) ?? recognitionFault(event),
};

interface CheckedProduct {
  readonly productId: string;
  readonly title: string | null;
  readonly position: number;
  readonly price: number | null;
  readonly grade?: number | null;
}

interface CheckedSearch {
  readonly eventId: string;
  readonly time: number;
  readonly query: string;
  readonly labelMin: number | null;
  readonly labelMax: number | null;
  readonly products: readonly CheckedProduct[];
}

function isBlank(text: string): boolean {
  // A first character that stands for itself settles nearly every text without scanning it.
  return text.charCodeAt(0) > 0x20 && text.charCodeAt(0) < 0x7f ? false : text.trim() === "";
}

function eventFault(event: { readonly eventId: string; readonly time: number }): string | undefined {
  return idFault(event.eventId, "eventId") ?? timeFault(event.time);
}

function searchFault(event: CheckedSearch): string | undefined {
  const { labelMin, labelMax } = event;
  const fault = eventFault(event) ?? queryFault(event.query);
  if (fault !== undefined) return fault;
  if (labelMin === null && labelMax === null) return productsFault(event.products);
  if (labelMin === null || labelMax === null) return "one end of the label range is missing";
  return rangeFault(labelMin, labelMax) ?? productsFault(event.products, labelMin, labelMax);
}

function rangeFault(min: number, max: number): string | undefined {
  if (Number.isFinite(min) && Number.isFinite(max) && min < max) return undefined;
  return `the label range ${min} to ${max} is not one`;
}

function labelTextFault(event: { readonly query: string | null; readonly refersTo: string | null }) {
  if (event.refersTo !== null) {
    const fault = idFault(event.refersTo, "refersTo");
    if (fault !== undefined) return fault;
  }
  if (event.query !== null) return queryFault(event.query);
  return event.refersTo === null ? "the label has neither a query nor the id of an earlier search" : undefined;
}

function productsFault(
  products: readonly CheckedProduct[],
  labelMin = Number.NEGATIVE_INFINITY,
  labelMax = Number.POSITIVE_INFINITY,
  mayLackTitles = false,
): string | undefined {
  if (products.length > limits.products) return `${products.length} products are more than ${limits.products}`;
  for (let index = 0; index < products.length; index++) {
    const fault = productFault(products[index]!, labelMin, labelMax, mayLackTitles);
    if (fault !== undefined) return `product ${index + 1}: ${fault}`;
  }
  return undefined;
}

function productFault(product: CheckedProduct, labelMin: number, labelMax: number, mayLackTitle: boolean) {
  const { title, grade } = product;
  const fault = idFault(product.productId, "productId") ?? positionFault(product.position) ?? priceFault(product.price);
  if (fault !== undefined) return fault;
  if (title === null && !mayLackTitle) return "the title is missing";
  const badTitle = title === null ? undefined : titleFault(title);
  if (badTitle !== undefined) return badTitle;
  if (grade === null || grade === undefined) return undefined;
  if (!Number.isFinite(grade)) return `the grade ${grade} is not a number`;
  return gradeFault(grade, labelMin, labelMax);
}

function positionFault(position: number | null): string | undefined {
  return position === null || position >= 1 ? undefined : `the position ${position} is below 1`;
}

function priceFault(price: number | null): string | undefined {
  return price === null || Number.isFinite(price) ? undefined : `the price ${price} is not a number`;
}

function textsFault(query: AnalysedText, products: readonly { readonly text: AnalysedText }[]): string | undefined {
  if (!isEven(query)) return "the query has not one stem for each word";
  const index = products.findIndex((product) => !isEven(product.text));
  return index < 0 ? undefined : `product ${index + 1}: the title has not one stem for each word`;
}

function isEven(text: AnalysedText): boolean {
  return text.words.length === text.stems.length;
}

function vectorsFault(event: TopicEvents["embeddings"]): string | undefined {
  const bytes = event.queryVector.length;
  if (bytes === 0 || bytes % 4 !== 0) return `a query vector of ${bytes} bytes holds no floats`;
  const index = event.products.findIndex((product) => product.vector.length !== bytes);
  return index < 0 ? undefined : `product ${index + 1}: its vector is not as long as the query's`;
}

function recognitionFault({ probability, vector }: TopicEvents["recognitions"]): string | undefined {
  if (!(probability >= 0 && probability <= 1)) return `the probability ${probability} is not between 0 and 1`;
  const { length } = vector;
  if (length === 0 || length % 4 !== 0) return `a vector of ${length} bytes holds no floats`;
  return floatsOf(vector).every(Number.isFinite) ? undefined : "a number of the vector is not finite";
}

function floatsOf(bytes: Uint8Array): readonly number[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return Array.from({ length: bytes.length / 4 }, (_, place) => view.getFloat32(4 * place, true));
}

function scoresFault(event: TopicEvents["scores"]): string | undefined {
  const range = rangeFault(event.scoreMin, event.scoreMax);
  // A constant model may give a single score: its ends are then equal.
  if (range !== undefined && event.scoreMin !== event.scoreMax) return `the score range is not one: ${range}`;
  const index = event.products.findIndex((product) => !Number.isFinite(product.score) || hasInfinite(product.features));
  return index < 0 ? undefined : `product ${index + 1}: a score or feature is not a number`;
}

/** A missing feature is NaN, so that is no fault. */
function hasInfinite(values: Float32Array): boolean {
  for (let i = 0; i < values.length; i++) if (Math.abs(values[i]!) === Number.POSITIVE_INFINITY) return true;
  return false;
}
