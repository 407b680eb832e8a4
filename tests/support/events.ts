import { featureNames, featureSet } from "../../schemas/feature-sets.ts";
import type {
  AnalysedText,
  CatalogProduct,
  EmbeddedEvent,
  EmbeddedProduct,
  InteractionEvent,
  LabelledEvent,
  LabelledProduct,
  ScoredEvent,
  ScoredProduct,
  SearchEvent,
  ShownProduct,
  TokenizedEvent,
  TokenizedProduct,
} from "../../schemas/generated/events.ts";

const visit = {
  eventId: "s-1",
  time: Date.UTC(2024, 2, 1, 12),
  source: "test",
  sessionId: "visit-1",
  userId: null,
} as const;
const unlabelled = { labelMin: null, labelMax: null } as const;

/** A product of a result list. */
export function aProduct(overrides: Partial<ShownProduct> = {}): ShownProduct {
  return {
    productId: "p-1",
    title: "Oak shelf 12 in.",
    position: 1,
    brand: null,
    category: null,
    price: 12.5,
    attributes: {},
    ...overrides,
  };
}

/** A live search for "oak shelf" that showed one product. */
export function aSearch(overrides: Partial<SearchEvent> = {}): SearchEvent {
  return { ...visit, query: "oak shelf", products: [aProduct()], ...overrides };
}

/** A product with the grade 3. */
export function aLabelledProduct(overrides: Partial<LabelledProduct> = {}): LabelledProduct {
  return { ...aProduct(), grade: 3, ...overrides };
}

/** A search for "oak shelf" with one product of grade 3, of 1 to 3. */
export function aLabelledSearch(overrides: Partial<LabelledEvent> = {}): LabelledEvent {
  return {
    ...visit,
    refersTo: null,
    query: "oak shelf",
    labelMin: 1,
    labelMax: 3,
    products: [aLabelledProduct()],
    ...overrides,
  };
}

/** A label that names the search "s-1" instead of the texts. */
export function aLateLabel(overrides: Partial<LabelledEvent> = {}): LabelledEvent {
  const products = [aLabelledProduct({ title: null, price: null })];
  return aLabelledSearch({ eventId: "l-1", refersTo: "s-1", query: null, products, ...overrides });
}

/** A text whose words are their own stems. */
export function anAnalysedText(words: readonly string[]): AnalysedText {
  return { words, stems: words, rewrites: [] };
}

/** A shown product, analysed. */
export function aTokenizedProduct(overrides: Partial<TokenizedProduct> = {}): TokenizedProduct {
  return { ...aProduct(), grade: null, text: anAnalysedText(["oak", "shelf", "12", "in"]), ...overrides };
}

/** The search "oak shelf", analysed. */
export function aTokenizedEvent(overrides: Partial<TokenizedEvent> = {}): TokenizedEvent {
  return {
    ...visit,
    ...unlabelled,
    vocabulary: "none",
    query: "oak shelf",
    queryText: anAnalysedText(["oak", "shelf"]),
    products: [aTokenizedProduct()],
    ...overrides,
  };
}

/** A vector as it travels: little-endian 32-bit floats. */
export function aVector(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeFloatLE(value, index * 4);
  return bytes;
}

/** A shown product, analysed and embedded in two dimensions. */
export function anEmbeddedProduct(overrides: Partial<EmbeddedProduct> = {}): EmbeddedProduct {
  return { ...aTokenizedProduct(), vector: aVector(0, 1), ...overrides };
}

/** The search "oak shelf", analysed and embedded in the space "test-2". */
export function anEmbeddedEvent(overrides: Partial<EmbeddedEvent> = {}): EmbeddedEvent {
  return {
    ...aTokenizedEvent(),
    space: "test-2",
    queryVector: aVector(1, 0),
    products: [anEmbeddedProduct()],
    ...overrides,
  };
}

/** A shown product with the score 2 and all features 0. */
export function aScoredProduct(overrides: Partial<ScoredProduct> = {}): ScoredProduct {
  return {
    ...aProduct(),
    grade: null,
    score: 2,
    features: new Float32Array(featureNames.length),
    challengerScore: null,
    ...overrides,
  };
}

/** The search "oak shelf", scored by "mean-1" on 1 to 3. */
export function aScoredEvent(overrides: Partial<ScoredEvent> = {}): ScoredEvent {
  return {
    ...visit,
    ...unlabelled,
    query: "oak shelf",
    rewrites: [],
    queryWords: 2,
    isSeenQuery: null,
    model: "mean-1",
    space: "test-2",
    featureSet,
    scoreMin: 1,
    scoreMax: 3,
    challenger: null,
    challengerFault: null,
    products: [aScoredProduct()],
    ...overrides,
  };
}

/** A click on the product of `aSearch`. */
export function anInteraction(overrides: Partial<InteractionEvent> = {}): InteractionEvent {
  return {
    ...visit,
    eventId: "i-1",
    type: "click",
    refersTo: "s-1",
    query: "oak shelf",
    productId: "p-1",
    position: 1,
    price: 12.5,
    quantity: null,
    ...overrides,
  };
}

/** The product of `aSearch` as the shop sells it. */
export function aCatalogProduct(overrides: Partial<CatalogProduct> = {}): CatalogProduct {
  return {
    productId: "p-1",
    time: visit.time,
    source: "test",
    title: "Oak shelf 12 in.",
    description: null,
    brand: null,
    category: null,
    price: 12.5,
    picture: null,
    attributes: {},
    ...overrides,
  };
}
