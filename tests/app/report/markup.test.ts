import { expect, test } from "vitest";
import { escapeMarkdown, escapeMarkup } from "../../../app/report/markup.ts";

test.for([
  ["<b>|x", "&lt;b&gt;|x", "\\<b\\>\\|x"],
  [`"a" & 'b'`, "&quot;a&quot; &amp; &#39;b&#39;", `"a" \\& 'b'`],
  ["a\\|b", "a\\|b", "a\\\\\\|b"],
  ["*a* _b_ `c` [d](e)\n# f", "*a* _b_ `c` [d](e)\n# f", "\\*a\\* \\_b\\_ \\`c\\` \\[d\\](e) \\# f"],
  ["siamese-word-lstm-1 0.4712", "siamese-word-lstm-1 0.4712", "siamese-word-lstm-1 0.4712"],
] as const)("%j means nothing but itself in HTML and in Markdown", ([text, markup, markdown]) => {
  expect([escapeMarkup(text), escapeMarkdown(text)]).toEqual([markup, markdown]);
});
