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
        inputs.map((input): Outcome<TokenizedEvent> => {
          const { query } = input;
          return { emit: query === null ? [] : [analysed({ ...input, query }, live)] };
        }),
      ),
  };
}

/** A search with its query and titles analysed, whoever analysed them before. */
export function analysed(
  event: SearchEvent | (LabelledEvent & { readonly query: string }),
  { analyser, vocabulary }: Pick<LiveText, "analyser" | "vocabulary">,
): TokenizedEvent {
  const { query } = event;
  const queryText = analyser.analyseQuery(query);
  const products = event.products.map((product) => ({
    ...shown(product),
    text: analyser.analyseTitle(product.title ?? ""),
  }));
  return { ...header(event), vocabulary: vocabulary.name, query, queryText, products };
}

function header(event: SearchEvent | LabelledEvent) {
  const { eventId, time, source, sessionId, userId } = event;
  const range =
    "labelMin" in event ? { labelMin: event.labelMin, labelMax: event.labelMax } : { labelMin: null, labelMax: null };
  return { eventId, time, source, sessionId, userId, ...range };
}

function shown(product: ShownProduct | LabelledProduct) {
  const { productId, position, brand, category, price, attributes } = product;
  return {
    productId,
    title: product.title ?? "",
    position,
    brand,
    category,
    price,
    attributes,
    grade: "grade" in product ? product.grade : null,
  };
}
