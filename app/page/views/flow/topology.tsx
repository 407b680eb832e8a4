import { countText, rateText, timeText } from "../../parts/number-text.ts";
import type { Moment, StageMoment } from "./live.ts";

/** The stages in the order of the stream, each with the topics that it reads and how it does; those beside the way to scores below. */
export function Topology({ now }: { readonly now: Moment }) {
  const chain = chainOf(now.stages);
  const besides = now.stages.filter((stage) => !chain.includes(stage));
  return (
    <section class="topology" aria-label="Stages">
      <ol class="chain">
        {chain.map((stage) => (
          <li key={stage.name}>
            <Feeds stage={stage} now={now} />
            <StageCard stage={stage} />
          </li>
        ))}
      </ol>
      {besides.map((stage) => (
        <div key={stage.name} class="beside">
          <Feeds stage={stage} now={now} />
          <StageCard stage={stage} />
        </div>
      ))}
    </section>
  );
}

/** The first stage, and each that reads what one before it in the chain makes and makes something itself. */
function chainOf(stages: Moment["stages"]): Moment["stages"] {
  const made = new Set<string>();
  return stages.filter(({ from, to }, place) => {
    const isNext = to.length > 0 && (place === 0 || from.some((topic) => made.has(topic)));
    if (isNext) for (const topic of to) made.add(topic);
    return isNext;
  });
}

/** What a stage reads, and how fast it comes. */
function Feeds({
  stage: { from, isInMemory, inPerSecond },
  now,
}: {
  readonly stage: StageMoment;
  readonly now: Moment;
}) {
  const rateOf = (topic: string) =>
    isInMemory ? inPerSecond : (now.topics.find(({ name }) => name === topic)?.perSecond ?? null);
  return (
    <ul class={isInMemory ? "feeds in-memory small" : "feeds small"}>
      {from.map((topic) => (
        <li key={topic} class={(rateOf(topic) ?? 0) > 0 ? "moving" : ""}>
          <span class="topic">{topic}</span>
          <span class="figure">{rateText(rateOf(topic))}/s</span>
          {isInMemory && <span class="way">in memory</span>}
        </li>
      ))}
    </ul>
  );
}

function StageCard({ stage }: { readonly stage: StageMoment }) {
  const { name, inPerSecond, outPerSecond, lag, latencyP50Ms, latencyP99Ms, deadLetters, reasons } = stage;
  const stalls = reasons.length > 0;
  const hasBegun = lag !== null || stage.isInMemory;
  return (
    <article class={stalls ? "stage stalls" : "stage"} aria-label={stalls ? `${name}, stalls` : name}>
      <h2>
        {name}
        {stalls && (
          <strong class="small">
            <span aria-hidden="true">▲</span> stalls
          </strong>
        )}
        {!stalls && !hasBegun && <span class="small quiet">not begun</span>}
      </h2>
      <p class="rate">
        <span class="figure">{rateText(inPerSecond)}</span> <span class="small quiet">in/s</span>{" "}
        <span class="out small quiet">
          → <span class="figure">{rateText(outPerSecond)}</span> out/s
        </span>
      </p>
      <dl class="small">
        <div>
          <dt>wait</dt>
          <dd class="figure">{countText(lag)}</dd>
        </div>
        <div>
          <dt>p50</dt>
          <dd class="figure">{timeText(latencyP50Ms)}</dd>
        </div>
        <div>
          <dt>p99</dt>
          <dd class="figure">{timeText(latencyP99Ms)}</dd>
        </div>
        <div class={(deadLetters ?? 0) > 0 ? "bad" : ""}>
          <dt>dead</dt>
          <dd class="figure">{countText(deadLetters)}</dd>
        </div>
      </dl>
      {stalls && <p class="why small">{reasons[0]}</p>}
    </article>
  );
}
