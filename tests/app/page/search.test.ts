import { expect, test } from "vitest";
import { describeInBrowser, expectForEveryone, widths } from "../../support/describe-in-browser.ts";

describeInBrowser("Search", ({ open }) => {
  test("tells what to do before anything is searched, and says how a query was read and what was found", async () => {
    const page = await open("/search");
    await page.getByText("Search as a visitor of the shop").waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("whte ceilng fan 52in");
    await page.keyboard.press("Enter");
    await page.getByText("white ceiling fan 52in", { exact: true }).waitFor();
    expect(await page.getByRole("list", { name: "What was rewritten" }).textContent()).toContain("whte → white");
    const scores = await page.locator(".result .figure:not(.place)").allTextContents();
    expect(scores.length).toBeGreaterThan(10);
    expect(scores.map(Number)).toEqual(scores.map(Number).toSorted((a, b) => b - a));
    expect(new URL(page.url()).search).toBe("?q=whte+ceilng+fan+52in");
  });

  test("facets choose among what was found, and one steps back to all of it", async () => {
    const page = await open("/search?q=ceiling+fan");
    const facet = page.getByRole("group", { name: "Category" }).getByRole("button").first();
    const count = Number(await facet.locator(".figure").textContent());
    await facet.click();
    await page.getByText(new RegExp(`^${count} of `)).waitFor();
    expect(await page.locator(".result").count()).toBe(count);
    await page.goBack();
    await page.getByText(/^\d+ found in 600 products, scored by ridge-1$/).waitFor();
  });

  test("says why a product has its score, beside another, all by keyboard", async () => {
    const page = await open("/search?q=whte+ceilng+fan+52in");
    await page.locator(".result .title").first().focus();
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    const why = page.getByRole("complementary", { name: "Why this score" });
    await why.getByText("What each part of the query does").waitFor();
    const score = await page.locator(".result.chosen .score .figure").textContent();
    expect(await why.locator(".score .figure").textContent()).toBe(score);
    expect(await why.locator(".alignment .asked .word").allTextContents()).toEqual(["white", "ceiling", "fan", "52in"]);
    expect(await why.locator(".alignment path").count()).toBeGreaterThan(1);
    await why.getByText(/ above$/).waitFor();
    const similar = why.getByRole("region", { name: "Similar products" });
    await similar.getByText("Most like it by title").waitFor();
    await similar.getByRole("listitem").nth(4).waitFor();
    const likeness = (await similar.locator(".figure").allTextContents()).map(Number);
    expect(likeness).toEqual(likeness.toSorted((a, b) => b - a));
    await why.getByRole("combobox").selectOption({ index: 1 });
    await page.waitForURL(/beside=/);
    await page.keyboard.press("Escape");
    await why.waitFor({ state: "detached" });
    expect(await page.evaluate("document.activeElement.className")).toBe("title");
  });

  test("what can't be had is told, and can be tried again", async () => {
    const page = await open("/search", { isRefused: true });
    await page.route("**/api/search*", (route) => route.fulfill({ status: 503, json: notReady }), { times: 1 });
    await page.getByLabel("What is searched").fill("fan");
    await page.getByRole("button", { name: "Search" }).click();
    await page.getByRole("alert").getByText("Ask again soon.").waitFor();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.locator(".result").first().waitFor();
  });

  test("says when similar products can't be had, and asks again", async () => {
    const page = await open("/search?q=ceiling+fan", { isRefused: true });
    await page.route("**/api/similar*", (route) => route.fulfill({ status: 503, json: notReady }), { times: 1 });
    await page.locator(".result .title").first().click();
    const similar = page.getByRole("region", { name: "Similar products" });
    await similar.getByRole("alert").getByText("Ask again soon.").waitFor();
    await similar.getByRole("button", { name: "Try again" }).click();
    await similar.getByRole("listitem").first().waitFor();
  });

  test.for(widths)("is for everyone: %i px wide", async (width) => {
    const page = await open("/search?q=whte+ceilng+fan+52in", { width });
    await page.locator(".result").first().waitFor();
    await expectForEveryone(page);
    await page.locator(".result .title").first().click();
    await page.getByText("Beside another").waitFor();
    await expectForEveryone(page, "search");
  });
});

const notReady = { title: "The server has not begun.", detail: "ask again soon", status: 503, code: "NOT_READY" };
