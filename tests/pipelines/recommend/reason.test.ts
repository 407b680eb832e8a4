import { expect, test } from "vitest";
import { cosine } from "../../../models/embedding/similarity.ts";
import { openTwoTower } from "../../../models/two-tower/two-tower-model.ts";
import { reasonsFor } from "../../../pipelines/recommend/reason.ts";
import { trainSmallTowers } from "../../support/small-towers.ts";

const model = await trainSmallTowers();
const visitor = model.visitor("u1");
const [vector, item] = [await model.userVectors([visitor]), visitor.recent[0]!];

test("reasonsFor: what an attribute brings is what is lost when the product comes without it", async () => {
  const [reason] = await reasonsFor(model, vector, visitor.recent, Int32Array.of(item));
  const other = await openTwoTower(model.state);
  for (const attribute of ["brand", "category"] as const) {
    await other.placed.put([{ ...model.placed.at(item), [attribute]: null }]);
    const { towers } = other.partsOf(vector, visitor.recent, item);
    expect(reason!.attributes[attribute]).toBeCloseTo(reason!.towers - towers, 4);
  }
  expect(reason!.attributes.title).not.toBe(0);
});

test("reasonsFor: the nearest of the history, with what both have in common", async () => {
  const other = Array.from(model.state.items.keys()).find((place) => !visitor.recent.includes(place))!;
  const [own, strange] = await reasonsFor(model, vector, visitor.recent, Int32Array.of(item, other));
  expect(own!.nearest).toMatchObject({ productId: `p${item}`, shared: ["brand", "category"] });
  const likenesses = Array.from(visitor.recent, (each) =>
    cosine(model.placed.towerOf(each), model.placed.towerOf(other)),
  );
  expect(strange!.nearest!.likeness).toBe(Math.max(...likenesses));
  const [alone] = await reasonsFor(model, vector, new Int32Array(), Int32Array.of(item));
  expect(alone).toMatchObject({ again: 0, nearest: null });
});
