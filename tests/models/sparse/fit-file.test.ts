import { expect, test } from "vitest";
import { encodeSafetensors } from "../../../models/net/safetensors.ts";
import { decodeFit, encodeFit } from "../../../models/sparse/fit-file.ts";

const fit = { intercept: 0.1, coefficients: Float32Array.of(1, -2.5) };
const read = (bytes: Uint8Array | undefined, columns = 2) => decodeFit("linear-words", "fit", bytes, columns);

test("decodeFit: what was encoded", () => {
  expect(read(encodeFit(fit))).toEqual(fit);
});

test("decodeFit: refuses anything else", () => {
  const damaged = expect.objectContaining({ code: "DATA_DAMAGED" });
  const tensor = { name: "coefficients", shape: [2], data: fit.coefficients };
  for (const bytes of [
    undefined,
    encodeFit(fit).slice(0, -1),
    encodeFit({ ...fit, intercept: Number.NaN }),
    encodeFit({ ...fit, coefficients: Float32Array.of(1, Number.POSITIVE_INFINITY) }),
    encodeSafetensors([tensor], {}),
    encodeSafetensors([{ ...tensor, name: "other" }], { intercept: "1" }),
  ]) {
    expect(() => read(bytes)).toThrow(damaged);
  }
  expect(() => read(encodeFit(fit), 3)).toThrow(damaged);
});
