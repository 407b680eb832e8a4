import { expect, test } from "vitest";
import { codecs } from "../../../schemas/codec.ts";
import type { Died } from "../../support/dead-letters.ts";
import { accessFaults, describeInBrowser, expectForEveryone, widths } from "../../support/describe-in-browser.ts";
import { aProduct, aSearch } from "../../support/events.ts";
import { pageOfLetters } from "../../support/letters-page.ts";

const products = [aProduct({ attributes: { colour: "white" } }), aProduct({ productId: "p-2", position: 2 })];
const record = codecs.searches.encode(aSearch({ products }));
const cut: Died = {
  offset: 60,
  error: 'not a record of topic "searches": field "title" says it has 16 bytes where 4 are left',
  value: record.subarray(0, 50),
};
const several: readonly Died[] = [
  ...Array.from({ length: 57 }, (_, offset) => ({ offset, error: `${offset + 1} bytes are too short for a record` })),
  { topic: "tokens", offset: 3, stage: "score", error: "Error: the session is closed" },
  cut,
];

describeInBrowser("Dead letters", ({ open }) => {
  test("says since when nothing was rejected", async () => {
    const page = await open(await pageOfLetters([]));
    await page.getByRole("heading", { name: /^Nothing was rejected since October 3, 1969$/ }).waitFor();
    expect(await accessFaults(page)).toEqual([]);
  });

  test("a letter is corrected where it is wrong, and sent once", async () => {
    const page = await open(await pageOfLetters(several), { isRefused: true });
    await page.getByRole("link", { name: /searches-0-60/ }).click();
    const decoded = page.getByRole("region", { name: "Decoded" });
    await decoded.getByRole("button", { name: 'query "oak shelf"' }).hover();
    expect(await page.locator(".pairs .marked").allTextContents()).toEqual(
      [...Buffer.from("\u0012oak shelf", "latin1")].map((byte) => byte.toString(16).padStart(2, "0")),
    );
    await page.getByText('Field "products[0].').first().waitFor();
    const editor = page.getByLabel("Corrected event");
    await editor.fill("{");
    await page.getByText(/^This is not JSON/).waitFor();
    await editor.fill(JSON.stringify(aSearch()));
    await page.getByText('The event "s-1" can be sent.').waitFor();
    await page.getByRole("button", { name: "Send the corrected event" }).click();
    await page.getByText("Sent to searches.").waitFor();
    await page.getByRole("button", { name: "Replay as it is" }).click();
    await page.getByText("It was sent again before; nothing was sent now.").waitFor();
  });

  test("letters of one cause are chosen and replayed together, and pages follow each other", async () => {
    const page = await open(await pageOfLetters(several));
    await page.getByRole("button", { name: "Older" }).click();
    await page.getByRole("link", { name: /searches-0-0 / }).waitFor();
    await page.getByRole("button", { name: /# bytes are too short/ }).click();
    await page.getByRole("button", { name: "Replay all 57" }).click();
    await page.getByText("57 sent again.").waitFor();
  });

  test.for(widths)("is for everyone: %i px wide", async (width) => {
    const page = await open(`${await pageOfLetters(several)}?id=searches-0-60`, { width, isRefused: true });
    await page.getByText('Field "products[0].').first().waitFor();
    await page.getByRole("button", { name: /# bytes are too short/ }).waitFor();
    await expectForEveryone(page, "dead-letters");
  });
});
