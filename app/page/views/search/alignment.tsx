import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { AnswerOf } from "../../api/answers.ts";
import { titleSegments } from "./title-segments.ts";

type Match = AnswerOf<"/api/explain">["products"][number]["matches"][number];

const ruleNames: Readonly<Record<string, string>> = {
  exact: "the same word",
  stem: "another form of the word",
  compound: "a compound",
  number: "the same number, one without its unit",
  part: "part of a word",
  edit: "almost the same letters",
  conflict: "another number",
  none: "not in the title",
};

/** Which word of the query meets which of the title, with a line from one to the other, and how, in words. */
export function Alignment({ title, matches }: { readonly title: string; readonly matches: readonly Match[] }) {
  const place = useRef<HTMLDivElement>(null);
  const [lines, setLines] = useState<readonly Line[]>([]);
  useLayoutEffect(() => {
    const draw = () => setLines(linesIn(place.current!));
    const watch = new ResizeObserver(draw);
    watch.observe(place.current!);
    return () => watch.disconnect();
  }, [title, matches]);
  return (
    <section>
      <h3>What meets what</h3>
      <div ref={place} class="alignment">
        <svg aria-hidden="true">
          {lines.map(({ match, path }) => (
            <path key={`${match} ${path}`} d={path} class={`rule-${matches[match]?.rule}`} />
          ))}
        </svg>
        <p class="asked">
          <span class="unseen">The query: </span>
          {matches.map(({ query, rule }, i) => (
            <span key={`${i} ${query.word}`} class={`word rule-${rule}`} data-match={i} data-side="asked">
              {query.word}
            </span>
          ))}
        </p>
        <p class="met">
          <span class="unseen">The title: </span>
          {titleSegments(title, matches).map(({ text, match }, i) =>
            match === undefined ? (
              text
            ) : (
              <span key={`${i} ${text}`} class={`word rule-${matches[match]!.rule}`} data-match={match} data-side="met">
                {text}
              </span>
            ),
          )}
        </p>
      </div>
      <ul class="rules small">
        {matches.map(({ query, rule, title: met, isStopWord }, i) => (
          <li key={`${i} ${query.word}`}>
            <span class={`dot rule-${rule}`} aria-hidden="true" />
            <strong>{query.written}</strong>
            {query.written !== query.word && ` (${[...new Set(query.rewrites)].join(", ")}: ${query.word})`}{" "}
            <span class="quiet">
              {rule === "none" && isStopWord ? "a stop word, not in the title" : (ruleNames[rule] ?? rule)}
            </span>
            {rule !== "exact" && rule !== "none" && `: ${met.map(({ written }) => written).join(" ")}`}
          </li>
        ))}
      </ul>
    </section>
  );
}

interface Line {
  readonly match: number;
  readonly path: string;
}

/** A curve from each word of the query down to each that it meets, in the pixels of the place. */
function linesIn(place: HTMLElement): readonly Line[] {
  const origin = place.getBoundingClientRect();
  const boxes = [...place.querySelectorAll<HTMLElement>("[data-match]")].map((word) => ({
    match: Number(word.dataset.match),
    side: word.dataset.side,
    // the first line of a word that goes over two
    box: word.getClientRects()[0]!,
  }));
  const met = boxes.filter(({ side }) => side === "met");
  return boxes
    .filter(({ side }) => side === "asked")
    .flatMap(({ match, box: from }) =>
      met
        .filter((other) => other.match === match)
        .map(({ box: to }) => {
          const [x1, y1] = [from.left + from.width / 2 - origin.left, from.bottom - origin.top];
          const [x2, y2] = [to.left + to.width / 2 - origin.left, to.top - origin.top];
          const middle = (y1 + y2) / 2;
          return { match, path: `M${x1} ${y1}C${x1} ${middle} ${x2} ${middle} ${x2} ${y2}` };
        }),
    );
}
