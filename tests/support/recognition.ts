import { encodeVector } from "../../models/embedding/vector-bytes.ts";
import { toBuffer } from "../../schemas/bytes.ts";
import type { RecognisedProduct } from "../../schemas/generated/events.ts";

/** What a product was recognised as, of which only what matters is said. */
export function recognition(
  productId: string,
  vector: readonly number[],
  more: Partial<RecognisedProduct> = {},
): RecognisedProduct {
  return {
    ...{ productId, time: Date.UTC(2024, 0, 1), source: "test", model: "hybrid-1", category: "caps", probability: 0.9 },
    ...{
      seesPicture: true,
      note: null,
      space: "hybrid-00000000",
      vector: toBuffer(encodeVector(Float32Array.from(vector))),
    },
    ...more,
  };
}
