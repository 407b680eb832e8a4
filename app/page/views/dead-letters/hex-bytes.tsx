import type { Part } from "./decoded-values.tsx";

interface HexProps {
  readonly hex: string;
  /** Of the whole record. */
  readonly bytes: number;
  readonly marked: Part | undefined;
  readonly faultAt: number | undefined;
}

const rowBytes = 8;
const mostShown = 4_096;

/** The bytes of a record, eight a row, with their letters; the place of the fault and what is pointed at stand out. */
export function HexBytes({ hex, bytes, marked, faultAt }: HexProps) {
  const pairs = (hex.match(/../g) ?? []).slice(0, mostShown);
  const rows = Array.from({ length: Math.ceil(pairs.length / rowBytes) }, (_, row) => row * rowBytes);
  const look = (place: number) => {
    const isMarked = marked !== undefined && place >= marked.from && place < marked.to;
    return [isMarked && "marked", place === faultAt && "wrong"].filter(Boolean).join(" ") || undefined;
  };
  return (
    <section class="hex" aria-label={`${bytes} bytes in hexadecimal`}>
      <h3>{bytes.toLocaleString("en")} bytes</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard */}
      <pre tabIndex={0}>
        {rows.map((start) => (
          <span key={start} class="row">
            <span class="offset">{start.toString(16).padStart(4, "0")}</span>
            <span class="pairs">
              {pairs.slice(start, start + rowBytes).map((pair, i) => (
                <span key={start + i} class={look(start + i)}>
                  {pair}
                </span>
              ))}
            </span>
            <span class="letters-of">
              {pairs.slice(start, start + rowBytes).map((pair, i) => (
                <span key={start + i} class={look(start + i)}>
                  {letterOf(pair)}
                </span>
              ))}
            </span>
          </span>
        ))}
      </pre>
      {faultAt !== undefined && faultAt >= bytes && <p class="fault-line">It ends here, too early.</p>}
      {bytes > pairs.length && <p class="quiet small">the first {pairs.length.toLocaleString("en")} of them</p>}
    </section>
  );
}

function letterOf(pair: string): string {
  const code = Number.parseInt(pair, 16);
  return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : "·";
}
