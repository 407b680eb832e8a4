import type { JudgedEvent, JudgedProduct } from "../../pipelines/evaluation/judged-pairs.ts";

/** A judged search of two oak shelves on the range 1 to 3, unless said otherwise. */
export function aJudgedEvent(overrides: Partial<JudgedEvent> = {}): JudgedEvent {
  return {
    ...{ at: 0, query: "oak shelf", model: "ridge-1", isSeenQuery: true, challenger: null },
    ...{ scoreMin: 1, scoreMax: 3, labelMin: 1, labelMax: 3 },
    products: [aJudgedProduct({ grade: 3, score: 3 }), aJudgedProduct({ title: "Brass hook" })],
    ...overrides,
  };
}

/** A product that was scored and judged alike. */
export function aJudgedProduct(overrides: Partial<JudgedProduct> = {}): JudgedProduct {
  return {
    ...{ title: "Oak shelf", brand: null, category: null, score: 1, grade: 1, challengerScore: null },
    ...overrides,
  };
}
