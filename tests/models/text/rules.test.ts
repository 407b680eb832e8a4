import { expect, test } from "vitest";
import { rules } from "../../../models/text/rules.ts";

test("rules: each name is one plain word with a sentence", () => {
  for (const [name, sentence] of Object.entries(rules)) {
    expect(name).toMatch(/^[a-z]+$/);
    expect(sentence).toMatch(/\.$/);
  }
});
