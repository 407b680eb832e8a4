import type { AnswerOf } from "../../api/answers.ts";
import { address, go, withQuery } from "../../shell/address.ts";

type Page = AnswerOf<"/api/dead-letters">;

/** A page of letters, newest first. */
export function LetterList({ page, chosen }: { readonly page: Page; readonly chosen: string | undefined }) {
  const isLater = address.value.query.has("cursor");
  return (
    <section class="letters" aria-label="Letters">
      {page.letters.length === 0 && <p class="quiet">None among the {page.looked.toLocaleString("en")} looked at.</p>}
      <ol>
        {page.letters.map(({ id, diedAt, error, stage, bytes }) => (
          <li key={id}>
            <a href={withQuery(address.value, { id })} aria-current={id === chosen ? "true" : undefined}>
              <span class="id">{id}</span>
              <time class="quiet small figure" dateTime={new Date(diedAt).toISOString()}>
                {timeText(diedAt)}
              </time>
              <span class="why">{error}</span>
              <span class="quiet small">
                {stage} · {bytes.toLocaleString("en")} bytes
              </span>
            </a>
          </li>
        ))}
      </ol>
      <p class="pages">
        {isLater && (
          <button type="button" class="plain" onClick={() => go(withQuery(address.value, { cursor: undefined }))}>
            Newest
          </button>
        )}
        {page.next !== null && (
          <button type="button" class="plain" onClick={() => go(withQuery(address.value, { cursor: page.next! }))}>
            Older
          </button>
        )}
      </p>
    </section>
  );
}

function timeText(time: number): string {
  return new Date(time).toLocaleString("en", { dateStyle: "medium", timeStyle: "medium" });
}
