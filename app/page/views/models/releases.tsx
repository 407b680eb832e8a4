import { sentence } from "../../parts/sentence.ts";
import { momentText } from "./moment-text.ts";
import type { Release } from "./standing.ts";

const most = 20;

/** Who made which model score, when and why, newest first. */
export function Releases({ releases }: { readonly releases: readonly Release[] }) {
  const older = releases.slice(most);
  return (
    <section class="panel" aria-label="Releases">
      <h2>Who and when</h2>
      {releases.length === 0 && <p class="quiet">Nobody has released a model yet.</p>}
      <Steps releases={releases.slice(0, most)} />
      {older.length > 0 && (
        <details>
          <summary class="small quiet">{older.length} before</summary>
          <Steps releases={older} />
        </details>
      )}
    </section>
  );
}

function Steps({ releases }: { readonly releases: readonly Release[] }) {
  return (
    <ol class="releases">
      {releases.map((release) => (
        <li key={`${release.time} ${release.role} ${release.from} ${release.to}`}>
          <time class="small quiet figure" dateTime={new Date(release.time).toISOString()}>
            {momentText(release.time)}
          </time>
          <p>
            {stepText(release)}
            <span class="small quiet">{sentence(release.reason)}</span>
          </p>
        </li>
      ))}
    </ol>
  );
}

function stepText({ role, from, to }: Release) {
  if (to === null) return <strong>{from} challenges no more</strong>;
  if (role === "champion")
    return (
      <strong>
        {to} became the champion{from === null || from === to ? "" : ` after ${from}`}
      </strong>
    );
  if (role === "challenger") return <strong>{to} began to challenge</strong>;
  return <strong>{to} can be rolled back to</strong>;
}
