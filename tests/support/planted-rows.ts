import type { TrainingRows } from "../../models/model.ts";
import { seededRandom } from "../../models/random.ts";

/**
 * Rows of three features whose grade is 3 where just one of the first two is high, else 1, which no sum of features says; the
 * third says nothing. A tenth of the second is missing, and stands for high.
 */
export function plantedRows(count: number, seed: number): TrainingRows {
  const random = seededRandom(seed);
  const values = new Float32Array(3 * count);
  const grades = Float32Array.from({ length: count }, (_, row) => {
    const isMissing = random.uniform() < 0.1;
    const [first, second, other] = [random.uniform(), random.uniform(), random.uniform()];
    values.set([first, isMissing ? Number.NaN : second, other], 3 * row);
    return first > 0.5 === (isMissing || second > 0.5) ? 1 : 3;
  });
  const names = ["first", "second", "other"];
  return { featureSet: "test-1", names, values, count, grades, labelMin: 1, labelMax: 3 };
}
