/** A score as a figure, and as far along its range. */
export function ScoreBar({ score, min, max }: { readonly score: number; readonly min: number; readonly max: number }) {
  const share = max > min ? (score - min) / (max - min) : 0;
  return (
    <span class="score">
      <span class="figure">{score.toFixed(2)}</span>
      <span class="track" aria-hidden="true">
        <span style={{ inlineSize: `${100 * share}%` }} />
      </span>
    </span>
  );
}
