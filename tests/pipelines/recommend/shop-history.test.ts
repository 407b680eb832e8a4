import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { shopHistory, shopOfFile } from "../../../pipelines/recommend/shop-history.ts";
import { splitByTime } from "../../../pipelines/recommend/time-split.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const preset = "completejourney";
const purchases = [
  "household_id,basket_id,product_id,quantity,sales_value,transaction_timestamp",
  "2,b2,p9,1,1.5,2017-01-02T12:30:27",
  "1,b1,p1,1,1.5,2017-01-01T12:30:27",
];

test("shopOfFile: takes the products from the file beside it, and names visitors as it is told", async () => {
  const folder = temporaryFolder();
  mkdirSync(folder, { recursive: true });
  const path = join(folder, "transactions.csv");
  writeFileSync(path, purchases.join("\n"));
  writeFileSync(
    join(folder, "products.csv"),
    "product_id,manufacturer_id,department,brand,product_category,product_type,package_size\np1,2,GROCERY,National,ICE,ICE CUBES,22 LB\n",
  );
  const notices: string[] = [];
  const { catalog, choices } = await shopOfFile(
    { path, preset, notice: (text) => notices.push(text) },
    (id) => `#${id}`,
  );
  expect(notices).toEqual([expect.stringMatching(/products\.csv.*--catalog/)]);
  expect(catalog).toEqual([
    { id: "p1", title: "ICE CUBES 22 LB", brand: "National 2", category: "GROCERY > ICE > ICE CUBES" },
  ]);
  const shop = shopHistory(catalog, choices);
  expect(shop.users).toEqual(["#1", "#2"]);
  expect(shop.items.map(({ id, title }) => [id, title])).toEqual([
    ["p1", "ICE CUBES 22 LB"],
    ["p9", "p9"],
  ]);
  expect([...shop.choices.items]).toEqual([0, 1]);
});

test("shopOfFile: a file without interactions is refused", async () => {
  const path = join(temporaryFolder(), "transactions.csv");
  writeFileSync(path, `${purchases[0]}\n`);
  await expect(shopOfFile({ path, preset }, (id) => id)).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
});

test("splitByTime: cuts off the last days, or tenths where there are too few days", () => {
  const day = 24 * 60 * 60 * 1_000;
  const choices = {
    users: new Int32Array(100),
    items: new Int32Array(100),
    times: Float64Array.from({ length: 100 }, (_, i) => i * day),
  };
  expect(splitByTime(choices, { validationDays: 10, testDays: 20 })).toEqual({ validationFrom: 70, testFrom: 80 });
  expect(splitByTime(choices, { validationDays: 42, testDays: 42 })).toEqual({ validationFrom: 80, testFrom: 90 });
});
