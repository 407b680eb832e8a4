import type {
  LabelledEvent,
  LabelledProduct,
  SearchEvent,
  ShownProduct,
  TokenizedEvent,
} from "../../schemas/generated/events.ts";
import { type CurrentModel, type LiveText, withCurrentModel } from "../live-models.ts";
import type { Outcome, Stage } from "../stage.ts";

/**
 * Analyses query and titles of searches, live and labelled, with the vocabulary of the model that scores. A late label has no texts:
 * it stays in its topic and its table.
 */
export function tokenizeStage(models: CurrentModel<LiveText>): Stage<"searches" | "labels", "tokens"> {
  return {
    name: "tokenize",
    from: ["searches", "labels"],
    to: "tokens",
    run: (inputs) =>
      withCurrentModel(models, async (live) =>
        inputs.map((input): Outcome<TokenizedEvent> => ({ emit: hasTexts(input) ? [analysed(input, live)] : [] })),
      ),
  };
}

/** A search, live or labelled. */
type WithTexts = SearchEvent | (LabelledEvent & { readonly query: string });

function hasTexts(input: SearchEvent | LabelledEvent): input is WithTexts {
  return input.query !== null;
}

/** A search with its query and titles analysed, whoever analysed them before. */
export function analysed(
  event: WithTexts,
  { analyser, vocabulary }: Pick<LiveText, "analyser" | "vocabulary">,
): TokenizedEvent {
  const { eventId, time, source, sessionId, userId, query } = event;
  // written out here and below: spreads would leave kilobytes for the garbage collector
  return {
    eventId,
    time,
    source,
    sessionId,
    userId,
    labelMin: "labelMin" in event ? event.labelMin : null,
    labelMax: "labelMax" in event ? event.labelMax : null,
    vocabulary: vocabulary.name,
    query,
    queryText: analyser.analyseQuery(query),
    products: event.products.map((product) => withText(product, analyser)),
  };
}

function withText(
  product: ShownProduct | LabelledProduct,
  analyser: LiveText["analyser"],
): TokenizedEvent["products"][number] {
  const { productId, position, brand, category, price, attributes } = product;
  const title = product.title ?? "";
  return {
    productId,
    title,
    position,
    brand,
    category,
    price,
    attributes,
    grade: "grade" in product ? product.grade : null,
    text: analyser.analyseTitle(title),
  };
}
