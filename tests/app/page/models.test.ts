import { expect, test } from "vitest";
import { readPageFiles } from "../../../app/server/page-files.ts";
import { apiRoutes } from "../../../app/server/routes/index.ts";
import { pageRoutes } from "../../../app/server/routes/page.ts";
import { newVitals } from "../../../app/server/vitals.ts";
import { followChampion } from "../../../pipelines/registry/follow-champion.ts";
import { releaseModel } from "../../../pipelines/registry/releases.ts";
import { catalogOnDemand } from "../../../pipelines/retrieval/catalog-on-demand.ts";
import { Visits } from "../../../pipelines/retrieval/visits.ts";
import { accessFaults, describeInBrowser, expectForEveryone, widths } from "../../support/describe-in-browser.ts";
import { openRegistry } from "../../support/registry.ts";
import { servedRoutes } from "../../support/served.ts";
import { mean, ridge } from "../../support/two-models.ts";

const learningCurve = [0.4, 0.31, 0.28, 0.29].map((validationLoss, i) => ({
  ...{ epoch: i + 1, trainingLoss: 0.38 - i * 0.05, validationLoss, learningRate: 0.001 },
}));

/** The page of a shop of its own, with models that its tests may release: `mean-1`, and `ridge-1`, the champion. */
async function pageOfModels(): Promise<string> {
  const { clock, log, store } = await openRegistry();
  await clock.advance(ridge.manifest.trainedAt + 3_600_000 - clock.now());
  await store.add(mean.manifest, mean.files);
  await store.add({ ...ridge.manifest, learningCurve, parent: "mean-1" }, ridge.files);
  await releaseModel(log, store, {
    model: "ridge-1",
    time: clock.now(),
    reason: "the first model",
    replaces: undefined,
  });
  const live = followChampion(log, store, clock, () => {});
  const catalog = catalogOnDemand(log, live, clock, () => {});
  const vitals = { ...newVitals(), data: { log, store, live, catalog, visits: new Visits(log) } };
  const page = pageRoutes(await readPageFiles("dist/page"));
  const { app } = await servedRoutes([...apiRoutes, ...page], { vitals, clock });
  return `${await app.listen({ host: "127.0.0.1", port: 0 })}/models`;
}

describeInBrowser("Models", ({ open }) => {
  test("a promotion shows what the gate says and wants a reason against it; rolled back in one step, and all of it is kept", async () => {
    const page = await open(await pageOfModels());
    const dialog = page.getByRole("dialog");
    await page.getByRole("region", { name: "Ladder" }).getByRole("link", { name: "mean-1" }).click();
    await page.getByRole("button", { name: "Promote …" }).click();
    await dialog
      .getByRole("heading", { name: /^The gate refuses it, for \d of \d+ things it asks, against ridge-1$/ })
      .waitFor();
    await dialog.getByText(/^refused: Not worse: RMSE0\.\d+ against/).waitFor();
    const anyhow = dialog.getByRole("button", { name: "Promote all the same" });
    expect([await anyhow.isDisabled(), await accessFaults(page)]).toEqual([true, []]);
    await dialog.getByRole("textbox").fill("a trial");
    await anyhow.click();
    await page.getByText("mean-1 is the champion now.").waitFor();
    await page.getByRole("button", { name: "Roll back to ridge-1 …" }).click();
    await dialog.getByRole("button", { name: "Roll back" }).click();
    await page.getByText("ridge-1 is the champion again.").waitFor();
    await page.getByRole("button", { name: "Roll back to mean-1 …" }).waitFor();
    expect(
      await page.getByRole("region", { name: "Releases" }).getByRole("listitem").locator("p").allTextContents(),
    ).toEqual([
      "ridge-1 became the champion after mean-1Rolled back from mean-1, by local over HTTP.",
      expect.stringMatching(
        /^mean-1 became the champion after ridge-1By local over HTTP, by force: a trial \(the gate refused: /,
      ),
      "ridge-1 became the championThe first model.",
    ]);
  });

  test("a model challenges and is withdrawn, or nothing is done when that is cancelled", async () => {
    const page = await open(`${await pageOfModels()}?model=mean-1`);
    const dialog = page.getByRole("dialog");
    await page.getByRole("button", { name: "Challenge …" }).click();
    await dialog.getByRole("button", { name: "Let it challenge" }).waitFor();
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Challenge …" }).click();
    await dialog.getByRole("button", { name: "Let it challenge" }).click();
    await page.getByText("mean-1 challenges the champion now.").waitFor();
    await page.getByRole("button", { name: "Withdraw …" }).click();
    await dialog.getByRole("button", { name: "Withdraw" }).click();
    await page.getByText("mean-1 challenges no more.").waitFor();
    await page.getByRole("region", { name: "Releases" }).getByText("mean-1 challenges no more").waitFor();
  });

  test("the ladder has the best first; what is ticked is compared, what is chosen shows how it learned and from what", async () => {
    const page = await open(await pageOfModels());
    await page.getByRole("img", { name: "RMSE of 2 models" }).waitFor();
    expect(await page.locator(".ladder tbody th > a").allTextContents()).toEqual(["ridge-1", "mean-1"]);
    await page.getByRole("img", { name: "Loss in 4 epochs, lowest on the validation rows in epoch 3" }).waitFor();
    await page.getByRole("region", { name: "Lineage" }).getByRole("link", { name: "mean-1" }).waitFor();
    for (const name of ["mean-1", "ridge-1"]) await page.getByRole("checkbox", { name: `Compare ${name}` }).check();
    const verdicts = page.getByLabel("mean-1 against ridge-1").locator("tbody td:last-child");
    await verdicts.first().waitFor();
    expect(await verdicts.allTextContents()).toEqual(Array(4).fill("▼ mean-1 is worse"));
    await page.getByRole("button", { name: "NDCG@10" }).click();
    await page.getByRole("img", { name: "Difference in NDCG@10 by slice" }).waitFor();
    expect(new URL(page.url()).search).toBe("?beside=mean-1&beside=ridge-1&figure=ndcg10");
  });

  test("where nothing was trained it says how to, and what fails can be tried again", async () => {
    const page = await open("/models", { isRefused: true });
    await page.getByRole("region", { name: "Ladder" }).waitFor();
    await page.route("**/api/models/ladder", (route) => route.fulfill({ json: { ladders: [] } }));
    await page.route("**/api/models/ladder", (route) => route.fulfill({ status: 503, json: notReady }), { times: 1 });
    await page.reload();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("twinstream train ridge --from judged.csv").waitFor();
  });

  test.for(widths)("is for everyone: %i px wide", async (width) => {
    const page = await open(`${await pageOfModels()}?beside=ridge-1&beside=mean-1`, { width });
    await page.getByRole("img", { name: "Difference in RMSE by slice" }).waitFor();
    await expectForEveryone(page, "models");
  });
});

const notReady = { title: "The server has not begun.", detail: "ask again soon", status: 503, code: "NOT_READY" };
