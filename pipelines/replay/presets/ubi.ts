import type { InteractionEvent, ShownProduct } from "../../../schemas/generated/events.ts";
import { parseTime } from "../event-time.ts";
import type { ImportRun, Preset, Reading, RowParser, RowValues } from "../preset.ts";
import { memberOf, numberOrNull, textOf, textOrNull } from "../values.ts";

/**
 * User Behavior Insights of OpenSearch: queries become searches, events that name a product become interactions; any action that is not known keeps its name
 * as the type. Queries list ids only: titles come from what the file's events say of those products, or from a catalog; products
 * without a title are left out of a search and counted.
 */
export const ubi: Preset = {
  name: "ubi",
  doc: "OpenSearch User Behavior Insights, ubi_queries and ubi_events as bulk lines, index<TAB>document or JSON lines",
  columns: [["query_id"]],
  open: (run) => new UbiRows(run),
};

/** What shops call a click, a cart and an order. */
const types: Readonly<Record<string, string>> = {
  click: "click",
  item_click: "click",
  product_click: "click",
  click_through: "click",
  add_to_cart: "cart",
  cart: "cart",
  purchase: "order",
  order: "order",
};

/** Fields that mark an object of the page, not a product. */
const pageObjects: ReadonlySet<string> = new Set(["filter_data", "click_location", "sort_event"]);

class UbiRows implements RowParser {
  readonly #run: ImportRun;
  readonly #titles = new Map<string, string>();
  readonly #queries = new Map<string, string>();
  /** How often each query id was read: sites that search while one types send it several times. */
  readonly #seen = new Map<string, number>();
  /** Applications that count positions from 0. */
  readonly #countFromZero = new Set<string>();

  constructor(run: ImportRun) {
    this.#run = run;
  }

  survey(values: RowValues): void {
    if (!isEvent(values)) {
      const queryId = textOf(values.query_id);
      if (!isBlankQuery(values) && !this.#queries.has(queryId)) this.#queries.set(queryId, textOf(values.user_query));
      return;
    }
    const product = productOf(values);
    if (product === undefined) return;
    const title = textOrNull(memberOf(product, "description"));
    if (title !== null) this.#titles.set(textOf(memberOf(product, "object_id")), title);
    if (ordinalOf(values) === 0) this.#countFromZero.add(textOf(values.application));
  }

  read(values: RowValues, line: number): readonly Reading[] {
    const time = parseTime(values.timestamp);
    if (Number.isNaN(time)) return [{ error: `the time ${JSON.stringify(values.timestamp)} can't be read` }];
    return isEvent(values) ? this.#interaction(values, time, line) : this.#search(values, time);
  }

  #search(values: RowValues, time: number): readonly Reading[] {
    if (isBlankQuery(values)) return [{ error: "the query is empty" }];
    const queryId = textOf(values.query_id);
    const repeat = this.#seen.get(queryId) ?? 0;
    this.#seen.set(queryId, repeat + 1);
    const event = {
      eventId: repeat === 0 ? this.#searchId(queryId) : this.#run.eventId("search", queryId, repeat),
      time,
      source: this.#run.source,
      sessionId: textOrNull(values.session_id),
      userId: userOf(values),
      query: textOf(values.user_query),
      products: this.#shown(values),
    };
    return [{ imported: { topic: "searches", event } }];
  }

  #searchId(queryId: string): string {
    return this.#run.eventId("search", queryId);
  }

  #shown(values: RowValues): readonly ShownProduct[] {
    const ids = values.query_response_object_ids ?? values.query_response_hit_ids;
    if (!Array.isArray(ids)) return [];
    const products = ids.flatMap((id, index) => {
      const productId = textOf(id);
      const title = this.#run.titleOf(productId) ?? this.#titles.get(productId);
      if (title === undefined) return [];
      return [{ productId, title, position: index + 1, brand: null, category: null, price: null, attributes: {} }];
    });
    const untitled = ids.length - products.length;
    if (untitled > 0) this.#run.skip("products shown whose title is not known (give --catalog)", untitled);
    return products;
  }

  #interaction(values: RowValues, time: number, line: number): readonly Reading[] {
    const action = textOf(values.action_name);
    const product = productOf(values);
    if (product === undefined) {
      this.#run.skip(`${action} events, which name no product`);
      return [];
    }
    const attributes = values.event_attributes;
    const queryId = textOrNull(values.query_id);
    const query = textOrNull(values.user_query) ?? this.#queries.get(queryId ?? "") ?? null;
    const event: InteractionEvent = {
      eventId: this.#run.eventId("interaction", textOrNull(values._id) ?? [line, values]),
      time,
      source: this.#run.source,
      sessionId: textOrNull(values.session_id) ?? textOrNull(memberOf(attributes, "session_id")),
      userId: userOf(values),
      type: types[action] ?? action,
      refersTo: queryId === null ? null : this.#searchId(queryId),
      query,
      productId: textOf(memberOf(product, "object_id")),
      position: this.#position(values),
      price: numberOrNull(memberOf(memberOf(product, "object_detail"), "price")),
      quantity: null,
    };
    return [{ imported: { topic: "interactions", event } }];
  }

  #position(values: RowValues): number | null {
    const ordinal = ordinalOf(values);
    if (ordinal === null) return null;
    return this.#countFromZero.has(textOf(values.application)) ? ordinal + 1 : ordinal;
  }
}

function isBlankQuery(values: RowValues): boolean {
  return textOrNull(values.user_query) === null;
}

function isEvent(values: RowValues): boolean {
  return "action_name" in values;
}

function productOf(values: RowValues): unknown {
  const object = memberOf(values.event_attributes, "object");
  if (textOrNull(memberOf(object, "object_id")) === null) return undefined;
  return pageObjects.has(textOf(memberOf(object, "object_id_field"))) ? undefined : object;
}

function ordinalOf(values: RowValues): number | null {
  const ordinal = numberOrNull(memberOf(memberOf(values.event_attributes, "position"), "ordinal"));
  return ordinal !== null && Number.isInteger(ordinal) ? ordinal : null;
}

function userOf(values: RowValues): string | null {
  return textOrNull(values.user_id) ?? textOrNull(values.client_id);
}
