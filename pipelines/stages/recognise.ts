import { encodeVector } from "../../models/embedding/vector-bytes.ts";
import { toBuffer } from "../../schemas/bytes.ts";
import type { CatalogProduct, RecognisedProduct } from "../../schemas/generated/events.ts";
import { readPicture } from "../hybrid/picture-reader.ts";
import type { Recognising } from "../hybrid/recogniser.ts";
import type { LiveModels } from "../live-models.ts";
import type { Stage } from "../stage.ts";

/**
 * Gives each product of the catalog the category that its picture and title look like, and a vector to find similar ones by. A picture that
 * can't be used is told in the event, and the title alone is read. While there is no model that recognises products, they pass silently.
 */
export function recogniseStage({ recogniser }: LiveModels): Stage<"catalog", "recognitions"> {
  return {
    name: "recognise",
    from: ["catalog"],
    to: "recognitions",
    async run(inputs) {
      const found = await recogniser?.use((recognising) => recognised(inputs, recognising));
      return inputs.map((_, place) => ({ emit: found === undefined ? [] : [found[place]!] }));
    },
  };
}

async function recognised(
  products: readonly CatalogProduct[],
  { reference, model, pictures }: Recognising,
): Promise<readonly RecognisedProduct[]> {
  const read = await Promise.all(
    products.map(({ picture }) => readPicture(picture === null ? [] : [picture], pictures, model.pictureSize)),
  );
  const found = await model.recognise(products.map(({ title }, place) => ({ title, picture: read[place]!.pixels })));
  return products.map(({ productId, time, source }, place) => {
    const { category, probability, vector } = found[place]!;
    const { pixels, note = null } = read[place]!;
    return {
      ...{ productId, time, source, model: reference, category, probability, seesPicture: pixels !== undefined, note },
      ...{ space: model.space, vector: toBuffer(encodeVector(vector)) },
    };
  });
}
