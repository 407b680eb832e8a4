import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { readTokens } from "../../../app/server/tokens.ts";
import { accessFaults, describeInBrowser, isTooWide } from "../../support/describe-in-browser.ts";
import { pageOfLetters } from "../../support/letters-page.ts";

const tokens = readTokens("page read page-token-0123456789; feed write feed-token-0123456789", "here");

async function signIn(page: Page, token: string): Promise<void> {
  await page.getByLabel("Token").fill(token);
  await page.keyboard.press("Enter");
}

describeInBrowser("Sign-in", ({ open }) => {
  test("a server with tokens is asked with one: a wrong one is told, a right one shows the view, until one signs out", async () => {
    const page = await open(await pageOfLetters([{ offset: 7 }], { tokens }), { isRefused: true });
    const dialog = page.getByRole("dialog", { name: "Sign in" });
    const letter = page.getByRole("link", { name: /searches-0-7/ });
    await dialog.waitFor();
    expect(await dialog.getByRole("button").isDisabled()).toBe(true);
    expect([await accessFaults(page), await isTooWide(page)]).toEqual([[], false]);
    await page.keyboard.press("Escape");
    await signIn(page, "page-token-of-nobody");
    await dialog.getByRole("alert").getByText("Nobody has this token.").waitFor();
    expect([await letter.count(), await accessFaults(page)]).toEqual([0, []]);
    await signIn(page, " page-token-0123456789 ");
    await letter.waitFor();
    expect(await dialog.count()).toBe(0);
    await page.reload();
    await letter.waitFor();
    expect(await page.evaluate("localStorage.length + document.cookie.length"), "kept beyond the tab").toBe(0);
    await page.getByRole("button", { name: "Sign out" }).click();
    await dialog.waitFor();
    expect([await letter.count(), await page.evaluate("sessionStorage.length")]).toEqual([0, 0]);
  });

  test("who may only read is told so where it would write, and signs in as somebody else", async () => {
    const page = await open(`${await pageOfLetters([{ offset: 7 }], { tokens })}?id=searches-0-7`, { isRefused: true });
    await signIn(page, "page-token-0123456789");
    await page.getByRole("button", { name: "Replay as it is" }).click();
    const refused = page.getByText('"page" is read and this takes write; ask for such a token', { exact: false });
    // beside the button, and where a corrected event is checked
    await Promise.all([0, 1].map((place) => refused.nth(place).waitFor()));
    await page.getByRole("button", { name: "Sign out" }).click();
    await signIn(page, "feed-token-0123456789");
    await page.getByRole("button", { name: "Replay as it is" }).click();
    await page.getByText("Sent again", { exact: false }).waitFor();
  });
});
