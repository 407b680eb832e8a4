import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { imported } from "../../../support/imported.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

const preset = "completejourney";
const data = "../shared/data/completejourney";

function fileOf(...lines: readonly string[]): string {
  const file = join(temporaryFolder(), "rows.csv");
  writeFileSync(file, `${lines.join("\n")}\n`);
  return file;
}

test("completejourney: a purchase becomes an order of its household", async () => {
  const file = fileOf(
    "household_id,store_id,basket_id,product_id,quantity,sales_value,retail_disc,coupon_disc,coupon_match_disc,week,transaction_timestamp",
    "906,319,31198705046,1075313,1.0,1.5,0.29,0.0,0.0,1,2017-01-01T12:30:27",
    "906,319,31198705046,6534178,7.53,18.1,0.29,0.0,0.0,1,2017-01-01T12:30:27",
    ",319,31198705046,1075313,1.0,1.5,0.29,0.0,0.0,1,2017-01-01T12:30:27",
    "906,319,31198705046,1075313,1.0,1.5,0.29,0.0,0.0,1,yesterday",
  );
  const { events, summary } = await imported(file, { preset });
  expect(events).toMatchObject([
    {
      topic: "interactions",
      event: {
        ...{ type: "order", userId: "906", productId: "1075313", sessionId: "31198705046", source: preset },
        ...{ time: Date.UTC(2017, 0, 1, 12, 30, 27), quantity: 1, price: 1.5, query: null },
      },
    },
    { event: { productId: "6534178", quantity: null } },
  ]);
  expect(new Set(events.map(({ event }) => "eventId" in event && event.eventId)).size).toBe(2);
  expect(summary).toMatchObject({ rows: 4, events: 2, rejected: 2 });
});

test("completejourney: a product is named by the last of its levels and its size", async () => {
  const file = fileOf(
    "product_id,manufacturer_id,department,brand,product_category,product_type,package_size",
    "25671,2,GROCERY,National,FRZN ICE,ICE - CRUSHED/CUBED,22 LB",
    "26081,2,MISCELLANEOUS,National,,,",
  );
  const { events } = await imported(file, { preset });
  expect(events).toMatchObject([
    {
      topic: "catalog",
      event: {
        ...{ productId: "25671", title: "ICE - CRUSHED/CUBED 22 LB", brand: "National 2" },
        category: "GROCERY > FRZN ICE > ICE - CRUSHED/CUBED",
      },
    },
    { event: { productId: "26081", title: "MISCELLANEOUS", category: "MISCELLANEOUS" } },
  ]);
});

test.skipIf(!existsSync(data))("completejourney: every row of both files is an event", async () => {
  const { summary } = await imported(join(data, "transactions.csv.gz"), { preset });
  expect(summary).toMatchObject({ rows: 63_335, events: 63_335, rejected: 0 });
  const products = await imported(join(data, "products.csv.gz"), { preset });
  expect(products.summary).toMatchObject({ rows: 92_331, events: 92_331, rejected: 0 });
});
