import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parseProductMap } from "../../../pipelines/hybrid/product-preset.ts";
import { readProducts } from "../../../pipelines/hybrid/read-products.ts";
import { animatedPicture, greyPicture, pixelBomb, plainPicture, tarOf } from "../../support/pictures.ts";

let folder: string;
const size = { width: 6, height: 8 };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "products-"));
  await mkdir(join(folder, "images"));
  await writeFile(join(folder, "a.tar"), tarOf({ "images/1.jpg": await plainPicture("#ff0000") }));
  await writeFile(join(folder, "images", "2.jpg"), await animatedPicture(["#ff0000", "#00ff00"]));
  await writeFile(join(folder, "3.jpg"), await greyPicture());
  await writeFile(join(folder, "images", "4.jpg"), await pixelBomb(10_000, 6_000));
  await writeFile(join(folder, "images", "5.jpg"), "no picture");
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const header = "id,title_masked,articleType,shard";

async function read(rows: readonly string[], source: object = { preset: "fashion" }, head = header) {
  const path = join(folder, "products.csv");
  await writeFile(path, [head, ...rows].join("\n"));
  const errors: (readonly [number, string])[] = [];
  const found = await readProducts({ path, ...source }, size, {
    signal: new AbortController().signal,
    notice: () => {},
    rowError: (line, reason) => errors.push([line, reason]),
    progress: () => {},
  });
  return { ...found, errors };
}

test("readProducts: finds each picture in its tar or beside the file, and says of each what is to be said", async () => {
  const { products, errors } = await read([
    "1,Red one,Shirts,a.tar",
    "2,Moving,Shirts,a.tar",
    "3,Grey,Caps,",
    "4,Bomb,Caps,",
    "5,Broken,Caps,gone.tar",
    "6,Missing,Ties,gone.tar",
    "7,Nameless,,a.tar",
  ]);
  expect(
    products.map(({ id, title, category, picture, note }) => [id, title, category, picture?.length, note]),
  ).toEqual([
    ["1", "Red one", "Shirts", 144, undefined],
    ["2", "Moving", "Shirts", 144, "the picture is animated: the first of 2 frames is taken"],
    ["3", "Grey", "Caps", 144, "the picture is grey"],
    ["4", "Bomb", "Caps", undefined, "the picture has 10000 × 6000 pixels, more than 50 million"],
    ["5", "Broken", "Caps", undefined, expect.stringMatching(/^the picture can't be decoded: /)],
    ["6", "Missing", "Ties", undefined, expect.stringMatching(/^can't open the archive /)],
  ]);
  expect(errors).toEqual([[8, "it names no category"]]);
});

test("readProducts: the hash is that of titles, categories and pictures", async () => {
  const hashes = [];
  for (const row of ["1,Red,Shirts,a.tar", "1,Red,Shirts,a.tar", "1,Red,Caps,a.tar", "9,Red,Shirts,a.tar"])
    hashes.push((await read([row])).hash);
  expect(hashes[0]).toBe(hashes[1]);
  expect(new Set(hashes).size).toBe(3);
});

test("readProducts: reads any other file by a map of its columns, and web addresses by their path", async () => {
  const map = parseProductMap("product_id=sku, title=name, category=kind, picture=photo");
  const row = "x1,Red one,Shirts,https://shop.example/a.tar/images/1.jpg";
  const { products } = await read([row, "x2,Bare,Shirts,"], { map }, "sku,name,kind,photo");
  expect(products.map(({ id, picture, note }) => [id, picture?.length, note])).toEqual([
    ["x1", 144, undefined],
    ["x2", undefined, undefined],
  ]);
});

test.for([
  [["1,a,b,c"], {}, /^say what the file is: --preset fashion, or --map product_id=COLUMN,/, header],
  [
    ["1,a"],
    { preset: "fashion" },
    /lacks "title_masked", "articleType"; it has id, name: take another --preset, or --map$/,
    "id,name",
  ],
  [["1,a,,"], { preset: "fashion" }, /holds no product whose category is known; give another file$/, header],
  [
    ["1,a,b,"],
    { preset: "fashion", pictures: "/nowhere" },
    /^there is no folder of pictures "\/nowhere"; name another$/,
    header,
  ],
] as const)("readProducts: refuses %j with %j", async ([rows, source, message, head]) => {
  await expect(read(rows, source, head)).rejects.toThrow(message);
});

test.for(["", "product_id=a", "product_id=a,title=b,category=c,picture", "product_id=a,title=b,category=c,query=d"])(
  "parseProductMap: refuses %j",
  (text) => {
    expect(() => parseProductMap(text)).toThrow(
      "--map takes product_id=COLUMN,title=COLUMN,category=COLUMN,picture=COLUMN",
    );
  },
);
