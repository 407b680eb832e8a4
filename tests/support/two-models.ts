import { createVirtualClock } from "../../connectors/memory/virtual-clock.ts";
import { materialOfEvents } from "../../pipelines/training/material.ts";
import { trainModel } from "../../pipelines/training/train.ts";
import { planFor, smallShop } from "./trained-model.ts";

const plan = { ...planFor("ridge"), split: "both" } as const;
const material = await materialOfEvents([...smallShop.judgedQueries(200)], plan, () => {});

/** A model of the small shop that learned something. */
export const ridge = await trainModel(material, plan, createVirtualClock(Date.UTC(2026, 0, 5, 8)));

/** One of the same rows that says the mean grade of every pair, to be certainly worse than the other. */
export const mean = await trainModel(material, { ...plan, kind: "mean" }, createVirtualClock(Date.UTC(2026, 0, 5, 8)));
