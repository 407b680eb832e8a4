import type { AnswerOf } from "../../api/answers.ts";

/** How the query was read: the words that were searched for, and of each rewritten one what stood there and which rule changed it. */
export function Reading({ found }: { readonly found: AnswerOf<"/api/search"> }) {
  const { words, rewrites } = found.reading;
  return (
    <section class="reading" aria-label="How the query was read">
      <p aria-live="polite">
        <span class="quiet">Read as</span> {words.length === 0 ? "no word at all" : <strong>{words.join(" ")}</strong>}
      </p>
      {rewrites.length > 0 && (
        <ul aria-label="What was rewritten">
          {rewrites.map(({ from, to, rule }) => (
            <li key={`${from} ${to} ${rule}`}>
              <del>{from}</del> → <ins>{to}</ins> <span class="rule">{rule}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
