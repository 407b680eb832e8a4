import sharp from "sharp";
import { beforeAll, expect, test } from "vitest";
import { noPictureFolder } from "../../../connectors/pictures/picture-folder.ts";
import { decodeVector } from "../../../models/embedding/vector-bytes.ts";
import { openSavedHybrid } from "../../../models/hybrid/hybrid.ts";
import type { HybridModel } from "../../../models/hybrid/hybrid-model.ts";
import type { Recogniser } from "../../../pipelines/hybrid/recogniser.ts";
import { untrainedModels } from "../../../pipelines/live-models.ts";
import { recogniseStage } from "../../../pipelines/stages/recognise.ts";
import type { RecognisedProduct } from "../../../schemas/generated/events.ts";
import { catalogProduct } from "../../support/catalog.ts";
import { keptHybrid } from "../../support/kept-hybrid.ts";
import { colouredPicture } from "../../support/shown-products.ts";

let model: HybridModel;
let recogniser: Recogniser;

beforeAll(async () => {
  model = await openSavedHybrid(await keptHybrid(), { threads: 1 });
  const recognising = { reference: "hybrid-3", model, pictures: noPictureFolder };
  recogniser = { use: (work) => work(recognising), close: () => model.close() };
  return () => recogniser.close();
});

/** A picture of a colour, as an address that holds it. */
async function picture(colour: "red" | "blue"): Promise<string> {
  const raw = { width: 8, height: 8, channels: 3 } as const;
  const png = await sharp(colouredPicture(colour, 7), { raw }).png().toBuffer();
  return `data:image/png;base64,${png.toString("base64")}`;
}

async function recognised(products: ReturnType<typeof catalogProduct>[]): Promise<readonly RecognisedProduct[]> {
  const outcomes = await recogniseStage({ ...untrainedModels, recogniser }).run(products);
  expect(outcomes).toHaveLength(products.length);
  return outcomes.flatMap((outcome) => ("emit" in outcome ? outcome.emit : []));
}

test("recognise: a product gets its category and its vector by picture and title", async () => {
  const [men, women] = await recognised([
    catalogProduct("p1", "brand1 gents model 4", { picture: await picture("red") }),
    catalogProduct("p2", "brand1 ladies model 4", { picture: await picture("blue") }),
  ]);
  expect(men).toMatchObject({
    ...{ productId: "p1", source: "test", model: "hybrid-3", category: "red men", seesPicture: true, note: null },
    space: model.space,
  });
  expect(women).toMatchObject({ productId: "p2", category: "blue women" });
  expect(men!.probability).toBeGreaterThan(0.4);
  const vector = decodeVector(men!.vector);
  expect(vector).toHaveLength(model.dimensions);
  expect(Math.hypot(...vector)).toBeCloseTo(1, 3);
});

test("recognise: without a picture that can be used the title is read, and the event says why", async () => {
  const found = await recognised([
    catalogProduct("p1", "brand1 gents"),
    catalogProduct("p2", "brand1 gents", { picture: "images/2.jpg" }),
    catalogProduct("p3", "brand1 gents", {
      picture: `data:image/png;base64,${Buffer.from("broken").toString("base64")}`,
    }),
  ]);
  expect(found.map(({ seesPicture, note }) => [seesPicture, note])).toEqual([
    [false, null],
    [false, "there is no folder of pictures; name one with --pictures"],
    [false, expect.stringMatching(/^the picture can't be decoded: /)],
  ]);
  expect(found.map(({ category }) => category)).toEqual(Array(3).fill(found[0]!.category));
  expect(found[0]!.category).toMatch(/ men$/);
});

test("recognise: while no model recognises products they pass silently", async () => {
  const products = [catalogProduct("p1", "brand1 gents"), catalogProduct("p2", "brand1 gents")];
  expect(await recogniseStage(untrainedModels).run(products)).toEqual([{ emit: [] }, { emit: [] }]);
  const none: Recogniser = { use: async () => undefined, close: async () => {} };
  expect(await recogniseStage({ ...untrainedModels, recogniser: none }).run(products)).toEqual([
    { emit: [] },
    { emit: [] },
  ]);
});
