import { useState } from "preact/hooks";
import type { Groups } from "./groups.ts";

interface GroupChoiceProps extends Pick<Groups, "by" | "groups"> {
  /** The place of the group that is chosen. */
  readonly chosen: number | undefined;
  readonly choose: (group: number | undefined) => void;
}

const shownAtFirst = 14;
const headings = { category: "Categories", department: "Departments" } as const;

/** What the colours mean; one that is pressed is marked on the map. */
export function GroupChoice({ by, groups, chosen, choose }: GroupChoiceProps) {
  const [isWhole, setWhole] = useState(false);
  return (
    <fieldset class="groups">
      <legend>{headings[by]}</legend>
      {groups.map(
        ({ name, count, colour }, place) =>
          (isWhole || place < shownAtFirst || place === chosen) && (
            <button
              key={name}
              type="button"
              class="group"
              aria-pressed={place === chosen}
              onClick={() => choose(place === chosen ? undefined : place)}
            >
              <span class="swatch" aria-hidden="true" style={{ background: `var(--series-${colour + 1})` }} />
              <span class="name">{name}</span>
              <span class="figure">{count.toLocaleString("en")}</span>
            </button>
          ),
      )}
      {groups.length > shownAtFirst && (
        <button type="button" class="plain small" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {isWhole ? "Fewer" : `All ${groups.length.toLocaleString("en")}`}
        </button>
      )}
    </fieldset>
  );
}
