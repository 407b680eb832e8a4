import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { run, workingFolder } from "../../support/command.ts";
import { smallCatalog, smallChoices } from "../../support/small-shop-history.ts";

const folder = workingFolder();
const preset = ["--preset", "completejourney"];
const small = ["idWidth=8", "attributeWidth=4", "dimensions=8", "epochs=2", "validationDays=10", "testDays=10"];
const settings = ["batchSize=64", "learningRate=0.005", "threads=1"].flatMap((setting) => ["--set", setting]);

/** The small shop as households, products and purchases. */
function writePurchases(name: string, from: number, to: number): void {
  const rows = smallChoices()
    .slice(from, to)
    .map(
      ({ user, productId, time }, n) =>
        `${user},b${from + n},${productId},1,1.5,${new Date(time).toISOString().slice(0, 19)}`,
    );
  const head = "household_id,basket_id,product_id,quantity,sales_value,transaction_timestamp";
  writeFileSync(join(folder, name), [head, ...rows].join("\n"));
}

let trained: Awaited<ReturnType<typeof run>>;

beforeAll(async () => {
  const products = smallCatalog.map(({ id, title }) => `${id},1,FOOD,National,${title.split(" ")[0]},${title},`);
  const head = "product_id,manufacturer_id,department,brand,product_category,product_type,package_size";
  writeFileSync(join(folder, "products.csv"), [head, ...products].join("\n"));
  writePurchases("first.csv", 0, 400);
  writePurchases("later.csv", 350, 600);
  const form = small.flatMap((setting) => ["--set", setting]);
  trained = await run(["train", "two-tower", "--from", "first.csv", ...preset, ...form, ...settings], folder);
});

test("train two-tower: tells how good it is, and recommends from now on", () => {
  expect(trained).toMatchObject({ code: 0 });
  expect(trained.stdout).toMatch(/^two-tower-1: 400 choices, best after epoch \d\ntraining {4}[▁-█]{2}\n/);
  expect(trained.stdout).toContain("two-tower-1 recommends from now on");
});

test("models curve: of a two-tower model, too", async () => {
  const { stdout, code } = await run(["models", "curve", "two-tower-1", "--html", "curve.html"], folder);
  expect([stdout, code]).toEqual([expect.stringContaining("written: curve.html"), 0]);
  const page = readFileSync(join(folder, "curve.html"), "utf8");
  expect(page).toContain("Learning curve of two-tower-1");
  expect(page).toMatch(/first\.csv: 400 choices of \d+ visitors, seed 1/);
});

test("train two-tower --update: learns what came later, and is set beside the version in use", async () => {
  const update = ["train", "two-tower", "--update", "--from", "later.csv", ...preset, ...settings];
  const { stdout, code } = await run(update, folder);
  expect([stdout, code]).toEqual([
    expect.stringMatching(/^two-tower-2: two-tower-1, which learned 200 choices more/),
    0,
  ]);
  expect(stdout).toMatch(/^times two-tower-1 on \d+ choices of \d+ visitors, which neither learned from: HitRate@10 /m);
  const again = await run(update, folder);
  expect(again.code).toBe(2);
  expect(again.stderr).toContain("up to which two-tower-2 learned: there is nothing to update it by");
});

test.for([
  [["--update", "--set", "idWidth=3"], 'two-tower has no setting "idWidth"; it has epochs, learningRate'],
  [["--update", "--encoder", "x"], "an update reads by the encoder of the version in use; leave --encoder out"],
  [["--encoder", "./nowhere"], "nowhere"],
  [["--update", "--data", "elsewhere"], "no two-tower model is in use that could be updated"],
] as const)("train two-tower %j is refused", async ([words, message]) => {
  const { code, stderr } = await run(["train", "two-tower", "--from", "later.csv", ...preset, ...words], folder);
  expect(code).not.toBe(0);
  expect(stderr).toContain(message);
});
