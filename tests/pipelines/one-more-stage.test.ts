import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Stage } from "../../pipelines/stage.ts";
import {
  createMemoryLog,
  createVirtualClock,
  give,
  runToEnd,
  smallSteps,
  taken,
  withFaults,
} from "../../pipelines/testing.ts";
import { anInteraction } from "../support/events.ts";

/** One more stage, whole: an order says that the product was what the visitor wanted, so it becomes a late label of its search. */
function orderLabelsStage(): Stage<"interactions", "labels"> {
  return {
    name: "order-labels",
    from: ["interactions"],
    to: "labels",
    run: async (inputs) =>
      inputs.map(({ eventId, type, refersTo, productId, position, price, quantity: _, ...visit }) => {
        if (type !== "order") return { emit: [] };
        if (refersTo === null) return { reject: "the order names no search" };
        const unknown = { title: null, brand: null, category: null, attributes: {} };
        const products = [{ ...unknown, productId, position: position ?? 1, price, grade: 3 }];
        return {
          emit: [{ ...visit, eventId: `${eventId}-label`, refersTo, query: null, labelMin: 1, labelMax: 3, products }],
        };
      }),
  };
}

test("one more stage: a function and a test without a broker, with a crash as data", async () => {
  const clock = createVirtualClock(Date.UTC(2024, 0, 1));
  const log = createMemoryLog({ clock });
  const orders = [1, 2, 3, 4].map((i) => anInteraction({ eventId: `o${i}`, type: "order", refersTo: `s${i}` }));
  const click = anInteraction({ eventId: "c1", type: "click" });
  const stray = anInteraction({ eventId: "o5", type: "order", refersTo: null });
  await give(log, "interactions", [...orders, click, stray]);
  const faulty = withFaults(log, [{ kind: "crash-before-commit", batch: 2 }], clock);
  await runToEnd(faulty, smallSteps([orderLabelsStage()], clock));
  const labels = await taken(log, "labels");
  expect(labels.map(({ eventId, refersTo }) => [eventId, refersTo])).toEqual([
    ["o1-label", "s1"],
    ["o2-label", "s2"],
    ["o3-label", "s3"],
    ["o4-label", "s4"],
  ]);
  expect(await taken(log, "dead-letters")).toMatchObject([
    { topic: "interactions", offset: 5, stage: "order-labels", error: "the order names no search" },
  ]);
});

test("one more stage: the registry has one line for each file of a stage, and nothing else", () => {
  const files = readdirSync("pipelines/stages").filter((name) => name !== "index.ts");
  const source = readFileSync("pipelines/stages/index.ts", "utf8");
  const literal = /export const stages = \{\n(.*?)\n\}/s.exec(source)![1]!;
  const lines = literal.split("\n").map((line) => line.trim());
  expect(lines.toSorted()).toEqual(
    files.map((file) => file.replace(/\.ts$/, "")).map((name) => `${name}: ${name}Stage,`),
  );
});
