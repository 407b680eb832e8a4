import { useState } from "preact/hooks";

/** Something that makes a score higher or lower. */
export interface AddsPart {
  readonly name: string;
  readonly adds: number;
  /** What it is, in words. */
  readonly says?: string | undefined;
  readonly detail?: string | undefined;
}

const shownAtFirst = 6;

/** What adds to a score and what takes from it, as bars from a line in the middle; `parts` come heaviest first, or in an order of their own. */
export function AddsBars({ parts }: { readonly parts: readonly AddsPart[] }) {
  const [isWhole, setWhole] = useState(false);
  const most = Math.max(...parts.map(({ adds }) => Math.abs(adds)), 1e-9);
  const rest = parts.length - shownAtFirst;
  return (
    <>
      <ul class="adds">
        {(isWhole ? parts : parts.slice(0, shownAtFirst)).map(({ name, adds, says, detail }) => (
          <li key={name}>
            <span class="name">
              {name} {detail !== undefined && <span class="quiet figure">{detail}</span>}
            </span>
            <span class="bar" aria-hidden="true">
              <span class={adds < 0 ? "down" : "up"} style={{ inlineSize: `${(50 * Math.abs(adds)) / most}%` }} />
            </span>
            <span class="figure">{signed(adds)}</span>
            {says && <span class="says quiet small">{says}</span>}
          </li>
        ))}
      </ul>
      {rest > 0 && (
        <button type="button" class="plain small" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? "Fewer" : `${rest} more`}
        </button>
      )}
    </>
  );
}

function signed(value: number): string {
  const text = Math.abs(value).toFixed(3);
  return value < 0 && Number(text) !== 0 ? `−${text}` : `+${text}`;
}
