/** What the learning rate is multiplied by when a share of the training, from 0 to 1, is done. */
export type Schedule = (share: number) => number;

/** Always 1. */
export const constantRate: Schedule = () => 1;

/** Falls in a straight line from 1 to `end`. */
export function linearDecay(end = 0): Schedule {
  return (share) => 1 + (end - 1) * within(share);
}

/** Falls along half a cosine from 1 to `end`: slowly, then fast, then slowly (Loshchilov & Hutter, 2017, without restarts). */
export function cosineDecay(end = 0): Schedule {
  return (share) => end + ((1 - end) * (1 + Math.cos(Math.PI * within(share)))) / 2;
}

/** Falls by equal factors for equal shares, from 1 to `end`. */
export function exponentialDecay(end: number): Schedule {
  if (!(end > 0)) throw new Error(`exponentialDecay can't come to ${end}; give a number above 0`);
  return (share) => end ** within(share);
}

/** Rises in a straight line from 0 over the first `warmUp` of the training; then `after` has the rest to itself. */
export function warmedUp(warmUp: number, after: Schedule = constantRate): Schedule {
  if (!(warmUp > 0 && warmUp < 1)) throw new Error(`a warm-up takes a share between 0 and 1, not ${warmUp}`);
  return (share) => (share < warmUp ? within(share) / warmUp : after((share - warmUp) / (1 - warmUp)));
}

function within(share: number): number {
  return Math.max(0, Math.min(1, share));
}
