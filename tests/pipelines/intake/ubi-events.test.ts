import { expect, test } from "vitest";
import { ubiEvents } from "../../../pipelines/intake/ubi-events.ts";

const titles = new Map([["p-1", "Oak shelf"]]);
const sending = { source: "ubi", titleOf: (id: string) => titles.get(id) };
const query = {
  application: "shop",
  query_id: "q-1",
  client_id: "c-1",
  user_query: "oak shelf",
  query_response_hit_ids: ["p-1", "p-2"],
  timestamp: "2026-01-31T12:00:00Z",
};
const click = {
  application: "shop",
  action_name: "item_click",
  query_id: "q-1",
  client_id: "c-1",
  timestamp: "2026-01-31T12:00:05Z",
  event_attributes: { object: { object_id: "p-1", object_id_field: "product_id" }, position: { ordinal: 1 } },
};
const time = Date.UTC(2026, 0, 31, 12);

test("ubiEvents: a query becomes a search with the titles of the catalog, an event an interaction that names it", () => {
  const [search, interaction] = ubiEvents([query, click], sending);
  const shown = { productId: "p-1", title: "Oak shelf", position: 1 };
  expect(search).toMatchObject({
    fed: { topic: "searches", event: { source: "ubi", time, userId: "c-1", query: "oak shelf", products: [shown] } },
    note: "1 of its products left out; send them to the catalog first, for their titles",
  });
  expect(interaction).toMatchObject({
    fed: { topic: "interactions", event: { type: "click", query: "oak shelf", productId: "p-1", position: 1 } },
  });
  const { event } = (search as { fed: { event: { eventId: string } } }).fed;
  expect(interaction).toMatchObject({ fed: { event: { refersTo: event.eventId } } });
});

test("ubiEvents: the same records have the same ids, wherever they stand in what is sent", () => {
  const idOf = (read: object) => (read as { fed: { event: { eventId: string } } }).fed.event.eventId;
  const together = ubiEvents([query, click], sending).map(idOf);
  const apart = [...ubiEvents([click], sending), ...ubiEvents([query], sending)].map(idOf);
  expect(apart.reverse()).toEqual([together[0], idOf(ubiEvents([{ ...click }], sending)[0]!)]);
});

test("ubiEvents: what is no product's is skipped, what is wrong is refused, nothing stops the rest", () => {
  const records = [
    { ...click, action_name: "scroll", event_attributes: {} },
    { ...query, timestamp: "soon" },
    { ...query, user_query: " " },
    { ...query, user_query: "x".repeat(1_001) },
    "text",
    query,
  ];
  expect(ubiEvents(records, sending)).toMatchObject([
    { skipped: "scroll events, which name no product" },
    { refused: 'the time "soon" can\'t be read' },
    { refused: "the query is empty" },
    { refused: "the query has 1001 characters, more than 1000" },
    { refused: "the record is no object; send ubi_queries and ubi_events as they are" },
    { fed: { topic: "searches" } },
  ]);
});
