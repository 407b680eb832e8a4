import type { CatalogProduct, InteractionEvent } from "../../../schemas/generated/events.ts";
import { parseTime } from "../event-time.ts";
import type { ImportRun, Preset, Reading, RowValues } from "../preset.ts";
import { numberOrNull, textOrNull } from "../values.ts";

/** When the catalog was made: the file of products has no times. */
const catalogTime = Date.UTC(2017, 0, 1);

/** The Complete Journey of 84.51°: purchases become orders of their household; the file of products becomes the catalog. */
export const completejourney: Preset = {
  name: "completejourney",
  doc: "The Complete Journey: transactions (household_id,basket_id,product_id,...,transaction_timestamp) as orders, products as the catalog",
  columns: [["product_id"], ["transaction_timestamp", "department"]],
  open: (run) => ({
    read: (values) => [values.household_id === undefined ? readProduct(values, run) : readPurchase(values, run)],
  }),
};

function readPurchase(values: RowValues, run: ImportRun): Reading {
  const { household_id, basket_id, product_id, quantity, sales_value, transaction_timestamp } = values;
  const userId = textOrNull(household_id);
  if (userId === null) return { error: "the household is missing" };
  const event: InteractionEvent = {
    eventId: run.eventId(household_id, basket_id, product_id, quantity, sales_value, transaction_timestamp),
    time: parseTime(transaction_timestamp),
    source: run.source,
    sessionId: textOrNull(basket_id),
    userId,
    ...{ type: "order", refersTo: null, query: null, position: null },
    productId: textOrNull(product_id) ?? "",
    price: numberOrNull(sales_value),
    quantity: wholeOrNull(quantity),
  };
  return { imported: { topic: "interactions", event } };
}

/** Goods by weight have no number of pieces. */
function wholeOrNull(value: unknown): number | null {
  const number = numberOrNull(value);
  return number !== null && Number.isInteger(number) && Math.abs(number) < 2 ** 31 ? number : null;
}

function readProduct(values: RowValues, run: ImportRun): Reading {
  const levels = [values.department, values.product_category, values.product_type].map(textOrNull);
  const path = levels.filter((level) => level !== null);
  const title = [path.at(-1), textOrNull(values.package_size)].filter((part) => part !== null).join(" ");
  const event: CatalogProduct = {
    productId: textOrNull(values.product_id) ?? "",
    time: catalogTime,
    source: run.source,
    title,
    description: null,
    brand: brandOf(values),
    category: path.join(" > ") || null,
    price: null,
    picture: null,
    attributes: {},
  };
  return { imported: { topic: "catalog", event } };
}

/** Who makes it, and whether under a name of the shop's own. */
function brandOf({ brand, manufacturer_id }: RowValues): string | null {
  return (
    [brand, manufacturer_id]
      .map(textOrNull)
      .filter((part) => part !== null)
      .join(" ") || null
  );
}
