import { countTowardsTurn, othersTurn } from "../../models/others-turn.ts";
import type {
  AnalysedText,
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
      withCurrentModel(models, async (live) => {
        const events = (await analysed(inputs.filter(hasTexts), live)).values();
        return inputs.map(
          (input): Outcome<TokenizedEvent> => ({
            emit: hasTexts(input) ? [events.next().value!] : [],
          }),
        );
      }),
  };
}

/** A search, live or labelled. */
type WithTexts = SearchEvent | (LabelledEvent & { readonly query: string });

/** Whether it has texts: all but a late label have. */
export function hasTexts<Event extends SearchEvent | LabelledEvent>(
  input: Event,
): input is Event & { readonly query: string } {
  return input.query !== null;
}

/** About as many characters as a word and the space after it have. */
const charactersOfWord = 6;
/** A query is corrected, which takes as long as to read so many words of a title. */
const wordsOfQuery = 50;

/** Searches with their queries and titles analysed, whoever analysed them before. Others have their turn on the way. */
export async function analysed(
  events: readonly WithTexts[],
  { analyser, vocabulary }: Pick<LiveText, "analyser" | "vocabulary">,
): Promise<readonly TokenizedEvent[]> {
  const isOthersTurn = countTowardsTurn();
  const read: TokenizedEvent[] = [];
  for (const event of events) {
    const queryText = analyser.analyseQuery(event.query);
    if (isOthersTurn(wordsOfQuery)) await othersTurn();
    const products: TokenizedEvent["products"][number][] = [];
    for (const product of event.products) {
      const title = product.title ?? "";
      products.push(withText(product, title, analyser.analyseTitle(title)));
      if (isOthersTurn(title.length / charactersOfWord)) await othersTurn();
    }
    read.push(withTexts(event, vocabulary.name, queryText, products));
  }
  return read;
}

function withTexts(
  event: WithTexts,
  vocabulary: string,
  queryText: AnalysedText,
  products: TokenizedEvent["products"],
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
    vocabulary,
    query,
    queryText,
    products,
  };
}

function withText(
  product: ShownProduct | LabelledProduct,
  title: string,
  text: AnalysedText,
): TokenizedEvent["products"][number] {
  const { productId, position, brand, category, price, attributes } = product;
  return {
    productId,
    title,
    position,
    brand,
    category,
    price,
    attributes,
    grade: "grade" in product ? product.grade : null,
    text,
  };
}
