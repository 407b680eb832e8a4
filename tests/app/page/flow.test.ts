import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import {
  accessFaults,
  describeInBrowser,
  expectForEveryone,
  picture,
  widths,
} from "../../support/describe-in-browser.ts";

/** A moment of the shop, changed, as the only one that is told. */
async function telling(page: Page, change: (moment: Moment) => object): Promise<void> {
  const { origin } = new URL(page.url());
  const answer = await (await fetch(`${origin}/api/metrics/live?moments=1`)).text();
  const moment = JSON.parse(/^data: (.*)$/m.exec(answer)![1]!) as Moment;
  const body = `data: ${JSON.stringify({ ...moment, ...change(moment) })}\n\n`;
  await page.route("**/api/metrics/live", (route) => route.fulfill({ contentType: "text/event-stream", body }));
  await page.reload();
}

interface Moment {
  readonly stages: readonly { readonly name: string }[];
}

describeInBrowser("Flow", ({ open }) => {
  test("shows every stage with the topics between them, and figures that go on by themselves", async () => {
    const page = await open("/");
    const cards = page.locator(".stage h2");
    await cards.first().waitFor();
    // beside its name a stage says where it has not begun, or stalls on a busy machine
    const names = (await cards.allTextContents()).map((text) => text.replace(/(?:not begun|▲ stalls)$/, ""));
    expect(names).toEqual(["tokenize", "embed", "score", "evaluate", "record"]);
    expect(await page.locator(".chain .topic").allTextContents()).toEqual([
      ...["searches", "labels", "tokens", "embeddings", "scores"],
    ]);
    await page.getByText("Running").waitFor();
    await page.locator(".headline .fact").filter({ hasText: "ridge-1" }).waitFor();
    // a rate takes two looks
    await page.locator(".stage .rate", { hasText: /\d/ }).first().waitFor();
    await page.getByRole("img", { name: /^Events a second into each stage; now tokenize \d/ }).waitFor();
  });

  test("what stalls is marked by a sign and a word beside its colour, and says why", async () => {
    const page = await open("/flow");
    const why = '"score" has not moved on partition 0 of "embeddings" for 31 s while 7 entries wait';
    await telling(page, ({ stages }) => ({
      isReady: false,
      reasons: [why],
      stages: stages.map((stage) => (stage.name === "score" ? { ...stage, lag: 7, reasons: [why] } : stage)),
    }));
    await page.getByRole("article", { name: "score, stalls" }).getByText(why).waitFor();
    await picture(page, "flow-stalled");
    expect(await accessFaults(page)).toEqual([]);
  });

  test("says what can't be known beside a pipeline that runs elsewhere", async () => {
    const page = await open("/flow");
    await telling(page, () => ({ runsStages: false, unknown: ["This process runs no stages."] }));
    await page.getByText("The stages run in another process").click();
    await page.getByText("This process runs no stages.").waitFor();
  });

  test("a server that does not answer is told, and asked again", async () => {
    const page = await open("/flow", { isRefused: true });
    const refused = { title: "As many watch already as the server lets.", detail: "ask again later" };
    await page.route("**/api/metrics/live", (route) => route.fulfill({ status: 503, json: refused }));
    await page.reload();
    await page.getByRole("alert").getByText("Ask again later.").waitFor();
    await page.unroute("**/api/metrics/live");
    await page.locator(".stage").first().waitFor();
  });

  test.for(widths)("is for everyone: %i px wide", async (width) => {
    const page = await open("/flow", { width });
    await page.locator(".stage .rate", { hasText: /\d/ }).first().waitFor();
    await page.locator(".chart svg").first().waitFor();
    await expectForEveryone(page, "flow");
  });
});
