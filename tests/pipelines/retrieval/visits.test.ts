import { expect, test } from "vitest";
import { encodeEvent } from "../../../pipelines/batch.ts";
import { knownErasures } from "../../../pipelines/erasure/erased-users.ts";
import { Visits } from "../../../pipelines/retrieval/visits.ts";
import { choose, clickOn } from "../../support/catalog.ts";
import { openRegistry } from "../../support/registry.ts";

test("Visits: knows what each visitor chose last, each product once, by the time of the visit", async () => {
  const { log } = await openRegistry();
  const visits = new Visits(log);
  await choose(log, "u1", "p1", "p2", "p1");
  await visits.catchUp();
  expect(visits.recentOf("u1")).toEqual(["p1", "p2"]);
  expect(visits.recentOf("u2")).toEqual([]);
  expect(visits.recentOf("u1", Date.UTC(2024, 0, 2) + 1)).toEqual(["p1"]);
  const before = clickOn("p9", { userId: "u1", time: Date.UTC(2024, 0, 1) });
  const again = clickOn("p2", { userId: "u1", time: Date.UTC(2024, 0, 1) });
  await log.append([before, again].map((event) => encodeEvent("interactions", event)));
  await visits.catchUp();
  expect(visits.recentOf("u1")).toEqual(["p1", "p2", "p9"]);
});

test("Visits: forgets who was erased, also where it reads the topic anew; later visits stay", async () => {
  const { log, clock } = await openRegistry();
  const erased = new Map<string, number>();
  const erasures = knownErasures(
    async () => erased,
    async () => (user) => `hash of ${user}`,
  );
  const visits = new Visits(log, erasures);
  await choose(log, "u1", "p1", "p2");
  await choose(log, "u2", "p1");
  const recent = async (known: Visits) => {
    await known.catchUp();
    return [known.recentOf("u1"), known.recentOf("u2")];
  };
  expect(await recent(visits)).toEqual([["p2", "p1"], ["p1"]]);
  erased.set("hash of u1", clock.now());
  expect(await recent(visits)).toEqual([[], ["p1"]]);
  expect(await recent(new Visits(log, erasures))).toEqual([[], ["p1"]]);
  await clock.advance(1);
  await choose(log, "u1", "p3");
  expect(await recent(visits)).toEqual([["p3"], ["p1"]]);
  expect(await recent(new Visits(log, erasures))).toEqual([["p3"], ["p1"]]);
});

test("Visits: keeps the last fifty", async () => {
  const { log } = await openRegistry();
  const visits = new Visits(log);
  await choose(log, "u1", ...Array.from({ length: 60 }, (_, i) => `p${i}`));
  await visits.catchUp();
  expect(visits.recentOf("u1")).toHaveLength(50);
  expect(visits.recentOf("u1")[0]).toBe("p59");
});

test("Visits: counts what visitors chose, also those without a name, and passes over what can't be read", async () => {
  const { log } = await openRegistry();
  const visits = new Visits(log);
  await log.append([{ topic: "interactions", key: null, value: Uint8Array.of(1, 2, 3) }]);
  await choose(log, null, "p2", "p1", "p2", "p3");
  await visits.catchUp();
  expect(visits.popular()).toEqual([
    { productId: "p2", count: 2 },
    { productId: "p1", count: 1 },
    { productId: "p3", count: 1 },
  ]);
});
