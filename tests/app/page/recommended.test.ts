import { expect, onTestFinished, test } from "vitest";
import { readPageFiles } from "../../../app/server/page-files.ts";
import { apiRoutes } from "../../../app/server/routes/index.ts";
import { pageRoutes } from "../../../app/server/routes/page.ts";
import { openServer } from "../../../app/server/server.ts";
import { newVitals, type OpenData } from "../../../app/server/vitals.ts";
import { Visits } from "../../../pipelines/retrieval/visits.ts";
import { choose } from "../../support/catalog.ts";
import { describeInBrowser, expectForEveryone, widths } from "../../support/describe-in-browser.ts";
import { smallShop } from "../../support/small-shop.ts";
import { trainSmallTowers, useTowers } from "../../support/small-towers.ts";

const trained = await trainSmallTowers();

/** The page of the small shop, with the two-tower model in use or none, for the time of a test; gives its log and the address of the view. */
async function pageOfShop(isTrained = true) {
  const { log, clock, catalog, recommenders, recommender } = await smallShop();
  if (isTrained) await useTowers(recommenders, trained);
  const read = { get: async () => catalog, close: async () => {} };
  const vitals = { ...newVitals(), data: { log, catalog: read, visits: new Visits(log), recommender } as OpenData };
  const served = { vitals, clock, rules: { stallMs: 30_000, maxLag: 10 } };
  const routes = [...apiRoutes, ...pageRoutes(await readPageFiles("dist/page"))];
  const server = await openServer({ host: "127.0.0.1", port: 0 }, routes, served, { report: () => {} });
  onTestFinished(() => server.close());
  return { log, url: `${server.url}/search` };
}

describeInBrowser("Recommendations", ({ open }) => {
  test("says what is recommended to a visitor and why, all by keyboard", async () => {
    const page = await open((await pageOfShop()).url);
    await page.getByLabel("or see what is recommended to the visitor").focus();
    await page.keyboard.type("u1");
    await page.keyboard.press("Enter");
    await page.getByText("10 recommended by two-tower-1, after what the visitor chose last:").waitFor();
    expect(new URL(page.url()).search).toBe("?user=u1");
    const best = await trained.forVisitor(trained.visitor("u1"), 10, (item) => item !== 39);
    const titles = Array.from(best.items, (item) => trained.placed.at(item).title);
    expect(await page.locator(".result .title").allTextContents()).toEqual(titles);
    await page.locator(".result .title").first().focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    const why = page.getByRole("complementary", { name: "Why it is recommended" });
    await why.getByText("Nearest of what the visitor chose").waitFor();
    const adds = await why.locator(".adds").first().locator(".bar + .figure").allTextContents();
    const sum = adds.map((text) => Number(text.replace("−", "-"))).reduce((one, other) => one + other);
    expect(sum).toBeCloseTo(Number(await page.locator(".result.chosen .score").textContent()), 1);
    const similar = why.getByRole("region", { name: "Similar products" });
    await similar.getByRole("heading", { name: "Most like it by who chooses them" }).waitFor();
    const alike = await trained.nearTo(best.items[1]!, 5, (item) => item !== 39);
    await similar.getByRole("listitem").nth(4).waitFor();
    expect(await similar.locator("li span:first-child").allTextContents()).toEqual(
      Array.from(alike.items, (item) => trained.placed.at(item).title),
    );
    await page.keyboard.press("Escape");
    await why.waitFor({ state: "detached" });
    expect(await page.evaluate("document.activeElement.textContent")).toBe(titles[1]);
  });

  test("without a model what is alike is recommended, and nothing where nothing is known", async () => {
    const { log, url } = await pageOfShop(false);
    const page = await open(`${url}?user=u1`);
    await page.getByText("Nothing to recommend").waitFor();
    await choose(log, "u1", "p1");
    await page.reload();
    await page.getByText("recommended without a two-tower model, after what the visitor chose last:").waitFor();
    expect(await page.getByRole("region", { name: "What the visitor chose last" }).textContent()).toBe("coffee no. 0");
    expect(await page.locator(".result").count()).toBe(10);
    expect(await page.locator(".result .title").count()).toBe(0);
  });

  test("what can't be had is told, and can be tried again", async () => {
    const page = await open((await pageOfShop()).url, { isRefused: true });
    const notReady = { title: "The server has not begun.", detail: "ask again soon", status: 503, code: "NOT_READY" };
    await page.route("**/api/recommend*", (route) => route.fulfill({ status: 503, json: notReady }), { times: 1 });
    await page.getByLabel("or see what is recommended to the visitor").fill("nobody");
    await page.getByRole("button", { name: "Recommend" }).click();
    await page.getByRole("alert").getByText("Ask again soon.").waitFor();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("10 recommended by two-tower-1, as what this visitor chose is not known").waitFor();
  });

  test.for(widths)("is for everyone: %i px wide", async (width) => {
    const page = await open(`${(await pageOfShop()).url}?user=u1`, { width });
    await page.locator(".result").first().waitFor();
    await expectForEveryone(page, "recommended");
    await page.locator(".result .title").first().click();
    await page.getByText("Nearest of what the visitor chose").waitFor();
    await expectForEveryone(page, "recommended");
  });
});
