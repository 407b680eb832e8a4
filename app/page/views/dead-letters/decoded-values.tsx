import type { Letter } from "./letter-detail.tsx";
import { valueAt } from "./value-at.ts";

/** A value of a record, and its bytes. */
export type Part = Letter["parts"][number];

interface DecodedProps {
  readonly letter: Letter;
  readonly marked: Part | undefined;
  readonly mark: (part: Part | undefined) => void;
}

const mostShown = 300;

/** What a record holds, as far as it could be read; what a person points at is marked among the bytes. */
export function DecodedValues({ letter: { event, parts, fault, kind }, marked, mark }: DecodedProps) {
  return (
    <section class="decoded" aria-label="Decoded">
      <h3>{kind === "avro" ? "Decoded" : kindNames[kind]}</h3>
      {parts.length === 0 && <pre>{event === null ? "" : JSON.stringify(event, null, 2)}</pre>}
      <ul>
        {parts.slice(0, mostShown).map((part) => (
          <li key={part.from}>
            <button
              type="button"
              class="plain"
              aria-pressed={marked === part}
              onMouseEnter={() => mark(part)}
              onFocus={() => mark(part)}
              onClick={() => mark(part)}
            >
              <span class="path">{part.path}</span>
              <span class="value">{JSON.stringify(valueAt(event, part.path)) ?? ""}</span>
            </button>
          </li>
        ))}
      </ul>
      {parts.length > mostShown && <p class="quiet small">and {parts.length - mostShown} more values</p>}
      {fault !== null && (
        <p class="fault-line">
          {fault.path !== "" && <code>{fault.path}</code>} {fault.why}
        </p>
      )}
    </section>
  );
}

const kindNames = { json: "JSON, not Avro", text: "Text, not Avro", bytes: "No event" } as const;
