import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import sharp from "sharp";
import { tarOf } from "./pictures.ts";
import { shownProducts } from "./shown-products.ts";

/** Writes `products.csv` as the preset `fashion` has it, with its pictures in a tar beside it: as many products as asked for, of four categories. */
export async function writePicturedFile(folder: string, count: number, seed = 1): Promise<string> {
  mkdirSync(folder, { recursive: true });
  const products = shownProducts(count, seed);
  const pictures = await Promise.all(
    products.map(({ picture }) =>
      sharp(picture!, { raw: { width: 8, height: 8, channels: 3 } })
        .png()
        .toBuffer(),
    ),
  );
  writeFileSync(
    join(folder, "photos.tar"),
    tarOf(Object.fromEntries(pictures.map((png, id) => [`images/${id}.jpg`, png]))),
  );
  const rows = products.map(({ title, category }, id) => `${id},${category},${title},photos.tar`);
  writeFileSync(join(folder, "products.csv"), ["id,articleType,title_masked,shard", ...rows].join("\n"));
  return join(folder, "products.csv");
}

/** Settings of a net that learns such a file in a second. */
export const smallSettings = [
  ...["width=8", "height=8", "filters=4", "wordWidth=4", "units=4", "longest=4", "minTitles=1", "buckets=5"],
  ...["gramRows=500", "gramWidth=8", "dimensions=12", "batchSize=16", "epochs=8", "shift=1"],
].flatMap((setting) => ["--set", setting]);
