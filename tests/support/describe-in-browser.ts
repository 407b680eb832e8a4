import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import axe from "axe-core";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, onTestFinished } from "vitest";
import { sharedServer, startWithinMs } from "./shared-server.ts";

/** How a visitor looks at the page: in the light theme unless `expectForEveryone` changes it. */
export interface Look {
  /** Of the window, CSS pixels. */
  readonly width?: number;
  readonly height?: number;
  /** The server refuses something on purpose, which a browser tells the console by itself. */
  readonly isRefused?: true;
}

/** What tests in a browser do. */
export interface Visitor {
  /** Opens a path of the demo shop's page, or an address of another server, in a window of its own. The test fails when the console gets an error meanwhile. */
  open(path: string, look?: Look): Promise<Page>;
}

const paths = [
  ...(process.env.CHROMIUM === undefined ? [] : [process.env.CHROMIUM]),
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

const executablePath = paths.find((path) => existsSync(path));

/** Tests of the page in Chromium, on the one demo shop that all test files share; skipped by name where no Chromium is found. */
export function describeInBrowser(name: string, tests: (visitor: Visitor) => void): void {
  const missing = executablePath === undefined && "needs Chromium, or its path in CHROMIUM";
  if (missing) console.warn(`skipped: ${name}: ${missing}`);
  describe.skipIf(missing)(missing ? `${name} (${missing})` : name, () => {
    let browser: Browser | undefined;
    let shop: { readonly url: string } | undefined;
    beforeAll(async () => {
      shop = await sharedServer("shop");
      // everything it loads is the shop's own, so it needs no sandbox, which a superuser can't have
      browser = await chromium.launch({ executablePath: executablePath!, args: ["--no-sandbox"] });
    }, startWithinMs);
    afterAll(() => browser?.close());
    tests({ open: (path, look) => open(browser!, new URL(path, shop!.url).href, look) });
  });
}

async function open(browser: Browser, url: string, { width = 1280, height = 800, isRefused }: Look = {}) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: "light",
    reducedMotion: "reduce",
  });
  // as the time-outs of vitest, it ends what hangs and asserts nothing
  context.setDefaultTimeout(90_000);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on("console", (message) => {
    const isExpected = isRefused && message.text().startsWith("Failed to load resource: the server responded");
    if (message.type() === "error" && !isExpected) errors.push(message.text());
  });
  page.on("pageerror", (error) => void errors.push(String(error)));
  onTestFinished(async () => {
    await context.close();
    expect(errors, "errors in the browser's console").toEqual([]);
  });
  await page.goto(url);
  return page;
}

/** The widths of windows that a view is looked at in, CSS pixels: of a desk, and of a phone. */
export const widths = [1280, 390] as const;

/** Looks at a page, as wide as it is, in both themes: axe finds nothing serious and nobody has to scroll sideways. Takes a picture of each under a name, where there is one. */
export async function expectForEveryone(page: Page, name?: string): Promise<void> {
  for (const theme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme: theme });
    if (name !== undefined) await picture(page, `${name}-${theme}-${page.viewportSize()!.width}`);
    expect(await accessFaults(page), theme).toEqual([]);
    expect(await isTooWide(page), theme).toBe(false);
  }
}

/** What axe finds wrong with a page, and holds for serious or worse: the rule, and where. What it finds right is not listed, which takes it most of its time. */
export async function accessFaults(page: Page): Promise<readonly string[]> {
  if (!(await page.evaluate("'axe' in window"))) await page.evaluate(axe.source);
  const { violations } = (await page.evaluate("axe.run({ resultTypes: ['violations'] })")) as axe.AxeResults;
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(" ")).join(", ")}`);
}

/** Whether a page is wider than its window, so that one would have to scroll sideways. */
export async function isTooWide(page: Page): Promise<boolean> {
  return (await page.evaluate("document.documentElement.scrollWidth > innerWidth")) as boolean;
}

/** Takes a picture of a page as `NAME.jpg` into the folder that the variable SCREENSHOTS names, where it names one. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.jpg`), type: "jpeg", quality: 80 });
}
