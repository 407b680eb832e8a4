import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { describeInBrowser, expectForEveryone, widths } from "../../support/describe-in-browser.ts";

type Opened = Awaited<ReturnType<Parameters<Parameters<typeof describeInBrowser>[1]>[0]["open"]>>;

/** Writes a statement in place of what is there, and runs it by the keyboard. */
async function run(page: Opened, sql: string): Promise<void> {
  const editor = page.getByRole("textbox", { name: "SQL" });
  const written = async () => {
    await editor.fill(sql);
    return (await editor.textContent())?.replace(/\s/g, "");
  };
  // on a busy machine the editor may put its caret back first, so that the text comes beside what is there
  await expect.poll(written).toBe(sql.replace(/\s/g, ""));
  await page.keyboard.press("Control+Enter");
}

describeInBrowser("SQL", ({ open }) => {
  test("runs a statement by Ctrl-Enter, scrolls through 100,000 rows, and keeps it in the history", async () => {
    const page = await open("/sql");
    await run(page, "SELECT range AS n, 'row ' || range AS name FROM range(100000)");
    await page.getByText(/^The first 1,000 rows, there are more/).waitFor();
    await page.getByRole("button", { name: "Show up to 100,000" }).click();
    await page.getByText(/^100,000 rows in/).waitFor();
    const rows = page.getByRole("region", { name: "Rows" });
    await page.evaluate("document.querySelector('.virtual-table').scrollTo(0, 1e9)");
    await page.getByRole("cell", { name: "row 99999", exact: true }).waitFor();
    expect(await rows.getByRole("row").count()).toBeLessThan(100);
    await page.getByText("History", { exact: true }).click();
    await page.getByRole("button", { name: /SELECT range AS n/ }).waitFor();
  });

  test("completes tables, columns and functions, with what they hold", async () => {
    const page = await open("/sql");
    await page.locator("summary", { hasText: "worst_queries" }).waitFor();
    const offered = page.locator(".cm-tooltip-autocomplete [role=option]");
    for (const [typed, label] of [
      ["FROM zero_", "zero_results"],
      ["FROM scores WHERE challenger_f", "challenger_fault"],
      ["SELECT quantile_c", "quantile_cont"],
    ] as const) {
      await page.getByRole("textbox", { name: "SQL" }).fill("");
      await page.keyboard.type(typed);
      await offered.filter({ hasText: label }).first().waitFor();
    }
  });

  test("a mistake is marked where it is, and told in words", async () => {
    const page = await open("/sql", { isRefused: true });
    await run(page, "SELECT query,\n  scor FROM scores");
    await page
      .getByRole("alert")
      .getByText(/Referenced column "scor" not found/)
      .waitFor();
    expect(await page.locator(".cm-lintRange-error").textContent()).toBe("scor");
  });

  test("what takes long can be cancelled, and ends on the server", async () => {
    const page = await open("/sql");
    await run(page, endless);
    await page.getByRole("button", { name: "Cancel" }).click();
    await page.getByText("Cancelled.").waitFor();
    await page.getByText("Saved questions").click();
    await page.getByRole("button", { name: /^dead letters/i }).click();
    await page.getByRole("region", { name: "Result" }).waitFor();
  });

  test("a result is drawn as one would guess, and goes into a file", async () => {
    const page = await open("/sql");
    await run(page, "SELECT 'a' || range AS name, range * range AS square FROM range(5)");
    await page.getByRole("button", { name: "Plot" }).click();
    await page.getByRole("img", { name: "Bars of name by square" }).waitFor();
    await page.locator(".choices select").first().selectOption("Dots");
    await page.getByRole("img", { name: "Dots of name by square" }).waitFor();
    const [file] = await Promise.all([
      page.waitForEvent("download"),
      page.getByRole("button", { name: "CSV" }).click(),
    ]);
    expect([file.suggestedFilename(), readFileSync(await file.path(), "utf8").split(/\r?\n/)[1]]).toEqual([
      "rows.csv",
      "a0,0",
    ]);
  });

  test.for(widths)("is for everyone: %i px wide", async (width) => {
    const page = await open("/sql", { width });
    await run(page, "SELECT query, count(*) AS searches FROM searches GROUP BY query ORDER BY searches DESC LIMIT 50");
    await page.getByRole("cell").first().waitFor();
    await expectForEveryone(page, "sql");
    await page.getByRole("button", { name: "Plot" }).click();
    await page.locator(".chart svg").first().waitFor();
    await expectForEveryone(page);
  });
});

const endless = "SELECT count(*) FROM range(10000000) AS one(a), range(10000000) AS other(b) WHERE (a * b) % 7 = 3";
