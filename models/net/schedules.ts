/** How the learning rate changes over a training. Plain data, so that settings can hold it. */
export interface Schedule {
  readonly course: Course;
  /** What the rate is multiplied by at the end; a course other than `constant` comes to it. */
  readonly end: number;
  /** The share of the training, from 0 to below 1, over which the rate first rises from 0 in a straight line. */
  readonly warmUp: number;
}

/** What the rate is multiplied by when a share of the training, from 0 to 1, is done, for a course that comes to `end`. */
const courses = {
  constant: () => 1,
  linear: (share: number, end: number) => 1 + (end - 1) * share,
  /** Half a cosine: slowly, then fast, then slowly (Loshchilov & Hutter, 2017, without restarts). */
  cosine: (share: number, end: number) => end + ((1 - end) * (1 + Math.cos(Math.PI * share))) / 2,
  /** Equal factors for equal shares. */
  exponential: (share: number, end: number) => end ** share,
} as const satisfies Readonly<Record<string, (share: number, end: number) => number>>;

/** The name of a course. */
export type Course = keyof typeof courses;

/** The rate stays; only a loss that no longer gets better cuts it. */
export const constantRate: Schedule = { course: "constant", end: 1, warmUp: 0 };

/** What the learning rate is multiplied by when a share of the training, from 0 to 1, is done. Throws for an end or a warm-up without meaning. */
export function rateFactor({ course, end, warmUp }: Schedule, share: number): number {
  if (!(end >= 0) || (course === "exponential" && end === 0))
    throw new Error(`a ${course} course can't come to ${end} times the rate`);
  if (!(warmUp >= 0 && warmUp < 1)) throw new Error(`a warm-up takes a share from 0 to below 1, not ${warmUp}`);
  const done = Math.max(0, Math.min(1, share));
  return done < warmUp ? done / warmUp : courses[course]((done - warmUp) / (1 - warmUp), end);
}
