import { expect, test } from "vitest";
import { KeptProducts } from "../../../pipelines/retrieval/kept-products.ts";
import { catalogProduct } from "../../support/catalog.ts";

const [chair, table] = [catalogProduct("p1", "Oak Chair"), catalogProduct("p2", "Oak Table", { category: "Tables" })];

function kept(...products: readonly ReturnType<typeof catalogProduct>[]): KeptProducts {
  const all = new KeptProducts();
  for (const product of products) all.put(product);
  return all;
}

test("KeptProducts: holds each product once, without its description", () => {
  const all = kept(chair, { ...chair, title: "Red Chair", description: "long" });
  expect([...all.values()]).toEqual([{ ...chair, title: "Red Chair" }]);
  all.delete("p1");
  all.delete("p1");
  expect([all.size, all.get("p1")]).toEqual([0, undefined]);
});

test("KeptProducts: the fingerprint says what is there, whatever came before", () => {
  const all = kept(table, { ...chair, title: "Red Chair" }, chair, catalogProduct("p3", "Lamp"));
  all.delete("p3");
  expect(all.fingerprint).toBe(kept(chair, table).fingerprint);
  for (const other of [
    kept(chair),
    kept(chair, { ...table, title: "Table" }),
    kept(chair, { ...table, category: null }),
    kept(chair, { ...table, productId: "p9" }),
    kept(catalogProduct("p1", "Oak Table"), { ...table, title: "Oak Chair" }),
  ])
    expect(other.fingerprint).not.toBe(all.fingerprint);
});
