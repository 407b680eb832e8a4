import { seededRandom } from "../../models/random.ts";
import type { ShopHistory } from "../../models/two-tower/choices.ts";
import type { ShopItem } from "../../models/two-tower/shop-item.ts";
import { twoTowerDefaults } from "../../models/two-tower/two-tower-config.ts";
import { type Choice, shopHistory } from "../../pipelines/recommend/shop-history.ts";

const kinds = ["tea", "coffee", "bread", "soap"];
const day = 24 * 60 * 60 * 1_000;

/** Forty products of four kinds; the last of each kind is never chosen before the last tenth of the time. */
export const smallCatalog: readonly ShopItem[] = Array.from({ length: 40 }, (_, i) => {
  const kind = kinds[i % kinds.length]!;
  return {
    id: `p${i}`,
    title: `${kind} no. ${Math.floor(i / 4)}`,
    brand: `brand ${i % 3}`,
    category: `food > ${kind}`,
  };
});

/** Thirty visitors who each like one kind, and buy what they bought before every other time, over a hundred days. */
export function smallChoices(count = 600): readonly Choice[] {
  const random = seededRandom(3);
  const bought = new Map<string, string[]>();
  return Array.from({ length: count }, (_, n) => {
    const visitor = random.int(30);
    const user = `u${visitor}`;
    const own = bought.get(user) ?? [];
    bought.set(user, own);
    const isOver = n > 0.9 * count;
    const place = isOver ? random.int(10) : random.int(9);
    const fresh = `p${place * 4 + (visitor % 4)}`;
    const productId = own.length > 0 && random.uniform() < 0.5 ? own[random.int(own.length)]! : fresh;
    own.push(productId);
    return { user, productId, type: "order", time: Date.UTC(2024, 0, 1) + (n / count) * 100 * day };
  });
}

/** The shop of both. */
export function smallHistory(count?: number): ShopHistory {
  return shopHistory(smallCatalog, smallChoices(count));
}

/** A net that is trained in a second. */
export const smallTowers = {
  ...twoTowerDefaults,
  ...{ idWidth: 8, attributeWidth: 4, dimensions: 8, history: 10, negatives: 10, hardNegatives: 5, buckets: 2 },
  ...{ batchSize: 64, epochs: 4, learningRate: 0.02, validationDays: 10, testDays: 10, threads: 1 },
};
