import { expect, test } from "vitest";
import { likenessText } from "../../../app/terminal/likeness-text.ts";

const product = (id: string, cosine: number) => ({ id, title: `Cap ${id}`, category: "caps", cosine });

test("likenessText: whether products are most like those of their category, which categories are alike, and some products with theirs", () => {
  const likeness = {
    compared: 9,
    categories: ["caps", "hats", "belts"],
    cosines: [
      [0.9, 0.4, 0.1],
      [0.4, 0.8, null],
      [0.1, null, null],
    ],
    sameCategory: { of: 8, both: 0.845, picture: 0.742, title: 0.609, byChance: 0.026 },
    samples: [{ id: "1", title: "Cap 1", category: "caps", similar: [product("2", 0.98765), product("3", 0.5)] }],
  };
  expect(likenessText(likeness).split("\n")).toEqual([
    "of the 8 products most like one, 84.5 % are of its category (by the picture alone 74.2 %, by the title alone 60.9 %, by chance 2.6 %)",
    "most alike categories: caps and hats 0.40; caps and belts 0.10",
    "cosine  product  title  category",
    "              1  Cap 1  caps",
    "0.9877        2  Cap 2  caps",
    "0.5000        3  Cap 3  caps",
  ]);
  const none = { ...likeness, categories: ["caps"], cosines: [[null]] };
  expect(likenessText(none)).not.toContain("most alike categories");
});
