import { servingInputs } from "../../models/hybrid/hybrid-batch.ts";
import { fusions, hybridDefaults } from "../../models/hybrid/hybrid-config.ts";
import { hybridNet } from "../../models/hybrid/hybrid-net.ts";
import { learnTitleReader } from "../../models/hybrid/title-reader.ts";
import { seededRandom } from "../../models/random.ts";
import type { CheckedNet } from "./nets.ts";

const titles = ["Nike Men Black Running", "Catwalk Women Heels", "", "a word of its own"];

/** The net of picture and title in full size, by each way to fuse them, with products that lack one of both. */
export function checkedHybrids(): Readonly<Record<string, CheckedNet>> {
  const reader = learnTitleReader(titles, { ...hybridDefaults, minTitles: 1 });
  const random = seededRandom(5);
  const { width, height } = hybridDefaults;
  const products = titles.map((title, place) => ({
    title: reader.read(title),
    picture: place === 1 ? undefined : Uint8Array.from({ length: 3 * width * height }, () => random.int(256)),
  }));
  return Object.fromEntries(
    fusions.map((fusion) => [
      `hybrid-${fusion}`,
      {
        net: hybridNet({ ...hybridDefaults, fusion }, { rows: reader.rows, categories: 40 }),
        inputs: servingInputs(products, hybridDefaults),
      },
    ]),
  );
}
