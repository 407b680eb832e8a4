import type { LabelledEvent, LabelledProduct } from "../../schemas/generated/events.ts";
import { demoSource } from "./product.ts";
import type { Random } from "./random.ts";
import { drawLean, grade, gradeRange } from "./raters.ts";
import { relevance } from "./relevance.ts";
import type { VisitStep } from "./visit.ts";

const base = {
  source: demoSource,
  sessionId: null,
  userId: null,
  labelMin: gradeRange.min,
  labelMax: gradeRange.max,
} as const;

/** A search that raters judge as it happens: an event of its own, with texts and grades. */
export function judge(step: VisitStep, time: number, random: Random): LabelledEvent {
  const lean = drawLean(random);
  const products = step.products.map((product, place): LabelledProduct => {
    return { ...product.shown, position: place + 1, grade: grade(relevance(step.intent, product), lean, random) };
  });
  return {
    ...base,
    eventId: `${step.search.eventId}-judged`,
    time,
    refersTo: null,
    query: step.search.query,
    products,
  };
}

/** Grades that come after the search and name its event instead of the texts. */
export function judgeLate(step: VisitStep, time: number, random: Random): LabelledEvent {
  const { products, ...event } = judge(step, time, random);
  return {
    ...event,
    eventId: `${step.search.eventId}-late`,
    refersTo: step.search.eventId,
    query: null,
    products: products.map(({ productId, position, grade }) => ({
      productId,
      title: null,
      position,
      brand: null,
      category: null,
      price: null,
      attributes: {},
      grade,
    })),
  };
}
