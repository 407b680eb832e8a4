import type { Page } from "playwright-core";
import { expect, test } from "vitest";
import { describeInBrowser, expectForEveryone, type Look, widths } from "../../support/describe-in-browser.ts";

/** The answer of a shop with so many products, of ten departments, each around a place of its own. */
function mapOf(count: number) {
  const categories = Array.from({ length: 10 }, (_, i) => `Department ${i} > things`);
  const category = Array.from({ length: count }, (_, i) => i % 10);
  const around = (i: number, turn: number) => {
    const [angle, far] = [(i % 10) * 0.628, 0.08 * Math.sqrt(((i * 7919) % 1009) / 1009)];
    return 0.5 + 0.38 * Math.cos(angle - turn) + far * Math.cos(i - turn);
  };
  return {
    ...{ isCurrent: true, progress: null, space: "s", version: "v", products: count, shown: count, fitted: 60 },
    separations: [],
    categories,
    points: {
      id: category.map((_, i) => `p${i}`),
      title: category.map((group, i) => `Thing ${i} of Department ${group}`),
      category,
      x: category.map((_, i) => around(i, 0)),
      y: category.map((_, i) => around(i, Math.PI / 2)),
    },
  };
}

/** How many pixels of the drawing have another colour than its corner. */
function paintedPixels(page: Page): Promise<number> {
  return page.evaluate(`(() => {
    const canvas = document.querySelector(".plane canvas");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const pixels = new Uint32Array(data.buffer);
    return pixels.reduce((count, pixel) => count + (pixel === pixels[0] ? 0 : 1), 0);
  })()`);
}

describeInBrowser("Map", ({ open }) => {
  /** The map of so many products instead of the shop's own. */
  async function openMapOf(count: number, look?: Look): Promise<Page> {
    const page = await open("/search", look);
    await page.route("**/api/map", (route) => route.fulfill({ json: mapOf(count) }));
    await page.getByRole("link", { name: "Map" }).click();
    await page.getByText(`${count.toLocaleString("en")} products; those with titles`).waitFor();
    await expect.poll(() => paintedPixels(page)).toBeGreaterThan(count / 10);
    return page;
  }

  test("draws the shop's own products, tells how far it is, and how well categories are told apart", async () => {
    const page = await open("/map");
    await page.getByText(/^600 products; those with titles that are alike lie together/).waitFor();
    await expect.poll(() => paintedPixels(page)).toBeGreaterThan(600);
    await page.getByRole("heading", { name: "How well categories are told apart" }).waitFor();
    expect(await page.locator(".measure .figure").first().textContent()).toMatch(/^\d+\.\d % by chance \d+\.\d %$/);
  });

  test("60 products: by mouse one points at them, marks some by words or department, and finds them as a list", async () => {
    const page = await openMapOf(60);
    await page.getByLabel("Words of titles to mark").fill("department THING 13");
    await page.getByText("1 marked", { exact: true }).waitFor();
    expect(new URL(page.url()).searchParams.get("q")).toBe("department THING 13");
    await page.getByRole("button", { name: "Thing 13 of Department 3" }).click();
    const label = page.locator(".plane .label");
    expect(await label.textContent()).toBe("Thing 13 of Department 3Department 3 > things · p13");
    await page.getByLabel("Words of titles to mark").fill("no such words");
    await page.getByText("No product has these words.").waitFor();
    await page.getByLabel("Words of titles to mark").fill("");
    await page.getByRole("group", { name: "Departments" }).getByRole("button", { name: "Department 7" }).click();
    await page.getByText("6 marked", { exact: true }).waitFor();
    const spot = (await page.locator(".plane .ring").boundingBox())!;
    await page.mouse.move(spot.x + 9, spot.y + 9);
    await page.mouse.wheel(0, -400);
    await expect.poll(() => label.locator("strong").textContent()).toBe("Thing 13 of Department 3");
  });

  test("by keyboard: moves, zooms, names what is in the middle, and lets go of it", async () => {
    const page = await openMapOf(60);
    await page.getByRole("application").focus();
    for (const key of ["ArrowRight", "ArrowRight", "ArrowRight", "+", "+", "Enter"]) await page.keyboard.press(key);
    const live = page.locator(".plane [aria-live]");
    await expect.poll(() => live.textContent()).toMatch(/^Thing \d+ of Department \d, Department \d > things$/);
    await page.keyboard.press("Escape");
    await expect.poll(() => live.textContent()).toBe("");
  });

  test("100,000 products: drawn, and it answers while one drags, zooms and types", async () => {
    const page = await openMapOf(100_000);
    const canvas = (await page.locator(".plane canvas").boundingBox())!;
    await page.mouse.move(canvas.x + 300, canvas.y + 200);
    await page.mouse.down();
    await page.mouse.move(canvas.x + 360, canvas.y + 240, { steps: 30 });
    await page.mouse.up();
    for (let turn = 0; turn < 20; turn++) await page.mouse.wheel(0, turn % 2 === 0 ? -120 : 120);
    await page.getByLabel("Words of titles to mark").fill("thing 99999 ");
    await page.getByText("1 marked", { exact: true }).waitFor();
    await page.getByRole("button", { name: "Thing 99999 of Department 9" }).click();
    await page.locator(".plane .label p", { hasText: "p99999" }).waitFor();
    await page.getByLabel("Words of titles to mark").fill("");
    await page.getByRole("status").getByText("100,000 products").waitFor();
    expect(await page.locator(".product").count()).toBe(50);
  });

  test("a department with a long name leaves its count in sight", async () => {
    const page = await open("/search");
    const { categories, ...map } = mapOf(60);
    const long = categories.map((_, i) => `Lumber, Boards & Building Materials of All Kinds ${i}`);
    await page.route("**/api/map", (route) => route.fulfill({ json: { ...map, categories: long } }));
    await page.getByRole("link", { name: "Map" }).click();
    const side = (await page.locator(".side").boundingBox())!;
    const figure = (await page.locator(".group .figure").first().boundingBox())!;
    expect(figure.x + figure.width).toBeLessThan(side.x + side.width);
  });

  test("what can't be had is told, and a first map that is being drawn tells how far it is", async () => {
    const page = await open("/search", { isRefused: true });
    const answers = [
      { status: 503, json: { title: "The server has not begun.", detail: "ask again soon" } },
      { status: 202, json: { progress: { share: 0.46, doing: "laying out" } } },
      { status: 200, json: mapOf(60) },
    ];
    await page.route("**/api/map", (route) => route.fulfill(answers.shift()!));
    await page.getByRole("link", { name: "Map" }).click();
    await page.getByRole("alert").getByText("Ask again soon.").waitFor();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("46 % · laying out").waitFor();
    await page.getByText(/^60 products; those with titles/).waitFor();
  });

  test("an empty catalog says where products come from", async () => {
    const page = await open("/search");
    await page.route("**/api/map", (route) => route.fulfill({ json: mapOf(0) }));
    await page.getByRole("link", { name: "Map" }).click();
    await page.getByText("The catalog is empty").waitFor();
  });

  test.for(widths)("is for everyone: %i px wide", async (width) => {
    const page = await open("/map", { width });
    await page.getByText(/^600 products; those/).waitFor();
    await expect.poll(() => paintedPixels(page)).toBeGreaterThan(600);
    await page.locator(".product").nth(7).click();
    await expectForEveryone(page, "map");
  });
});
