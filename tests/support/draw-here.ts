import { composeMap, type MapProducts } from "../../pipelines/map/compose-map.ts";
import type { DrawCatalog } from "../../pipelines/map/draw-in-thread.ts";

/** Draws a map in the thread of the test: a worker thread needs what was built. */
export const drawHere: DrawCatalog = async (slices, subject, progress) => {
  const products: MapProducts[] = [];
  for await (const slice of slices) products.push(slice);
  return composeMap(products, subject, progress);
};
