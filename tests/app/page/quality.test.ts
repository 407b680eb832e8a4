import { expect, test } from "vitest";
import { describeInBrowser, expectForEveryone, widths } from "../../support/describe-in-browser.ts";

describeInBrowser("Quality", ({ open }) => {
  test("shows each figure beside what needs no model, and the chosen one over time and by slice", async () => {
    const page = await open("/quality?window=all");
    await page.getByRole("heading", { name: "RMSE over time" }).waitFor();
    const ndcg = page.getByRole("button", { name: /^NDCG@10/ });
    expect(await ndcg.textContent()).toMatch(/NDCG@10\d\.\d{3}.*random order \d\.\d{3}BM25 \d\.\d{3}/);
    await ndcg.click();
    await page.getByRole("heading", { name: "NDCG@10 by slice" }).waitFor();
    expect(new URL(page.url()).search).toBe("?window=all&figure=ndcg10");
    await page.getByRole("heading", { name: /^What is a good NDCG\? Live scores go -?\d+ % / }).waitFor();
    await page.getByText("No model challenges").waitFor();
  });

  test("says who is better, and when that can't be told yet", async () => {
    const page = await open("/search");
    const interval = { low: -0.03, high: -0.01 };
    const difference = {
      rmse: { first: 0.42, second: 0.4, difference: -0.02, interval },
      mae: { first: 0.3, second: 0.3, difference: 0, interval: { low: -0.01, high: 0.01 } },
      ndcg10: null,
      mrr: null,
    };
    await page.route("**/api/quality*", async (route) => {
      const answer = await (await route.fetch()).json();
      const { live } = answer.report;
      const beside = { champion: "ridge-1", challenger: "trees-1", ofChampion: live, ofChallenger: live, difference };
      await route.fulfill({ json: { ...answer, report: { ...answer.report, beside } } });
    });
    await page.getByRole("link", { name: "Quality" }).click();
    const rows = page.getByLabel("Champion against challenger as a table").locator("tbody tr");
    await rows.first().waitFor();
    expect(await rows.locator("td:last-child").allTextContents()).toEqual([
      ...["▲ trees-1 is better", "no certain difference", "can't be told yet", "can't be told yet"],
    ]);
  });

  test("where nothing was judged it says what to do, and what fails can be tried again", async () => {
    const page = await open("/search", { isRefused: true });
    await page.route("**/api/quality*", (route) => route.fulfill({ json: { window: "15m", report: null } }));
    await page.getByRole("link", { name: "Quality" }).click();
    await page.getByLabel("How far back").selectOption("15m");
    await page.getByText("Nothing was judged in this time").waitFor();
    await page.unroute("**/api/quality*");
    await page.route("**/api/quality*", (route) => route.fulfill({ status: 503, json: notReady }), { times: 1 });
    await page.getByRole("button", { name: "Look at everything" }).click();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("heading", { name: "Calibration" }).waitFor();
  });

  test.for(widths)("is for everyone: %i px wide", async (width) => {
    const page = await open("/quality?window=all", { width });
    await page.locator(".chart svg").first().waitFor();
    await expectForEveryone(page, "quality");
  });
});

const notReady = { title: "The server has not begun.", detail: "ask again soon", status: 503, code: "NOT_READY" };
