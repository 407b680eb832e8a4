import { cpus, loadavg } from "node:os";
import { performance } from "node:perf_hooks";
import { number, textTable } from "../../app/terminal/output.ts";

/** What a step took, in the mean of a round: by the clock, and of all cores together. */
export interface Round {
  readonly ms: number;
  readonly cpuMs: number;
}

/** An engine that trains the same net on the same texts, on so many threads. */
export interface Contestant {
  readonly name: string;
  readonly threads: number;
  round(): Promise<Round>;
  close(): Promise<void>;
}

/** Rounds that count; one before them warms up. */
const rounds = 5;

/** Lets all take turns, so that a busy moment of the machine meets everyone; prints the median of each, and how it stands to the best of the first engine. */
export async function compete(title: string, contestants: readonly Contestant[]): Promise<void> {
  const loadBefore = loadavg()[0]!;
  const times = contestants.map((): Round[] => []);
  for (let round = 0; round <= rounds; round++) {
    for (const [index, contestant] of contestants.entries()) {
      const took = await contestant.round();
      if (round > 0) times[index]!.push(took);
    }
  }
  for (const contestant of contestants) await contestant.close();
  const load = `load ${number(loadBefore, 1)} before, ${number(loadavg()[0]!, 1)} after`;
  process.stdout.write(`${table(title, contestants, times)}\n${machine()}; ${load}; ${rounds} rounds in turn\n`);
}

function table(title: string, contestants: readonly Contestant[], times: readonly (readonly Round[])[]): string {
  const ours = bestOf(contestants, times, contestants[0]!.name);
  const rows = contestants.map(({ name, threads }, index) => {
    const clock = times[index]!.map(({ ms }) => ms);
    const cpu = times[index]!.map(({ cpuMs }) => cpuMs);
    const best = bestOf(contestants, times, name) / ours;
    const figures = [median(clock), Math.min(...clock), median(cpu), median(clock) / ours, best];
    return [name, number(threads), ...figures.map((figure) => number(figure, 2))];
  });
  return textTable([[title, "threads", "ms per step", "fastest", "of cpu", "to ours", "best to best"], ...rows]);
}

/** The median at the better number of threads. */
function bestOf(contestants: readonly Contestant[], times: readonly (readonly Round[])[], engine: string): number {
  const medians = contestants.map((_, index) => median(times[index]!.map(({ ms }) => ms)));
  return Math.min(...medians.filter((_, index) => contestants[index]!.name === engine));
}

/** Runs so many steps and says what one took. */
export async function timed(steps: number, work: () => Promise<void>): Promise<Round> {
  const [began, used] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(used);
  return { ms: (performance.now() - began) / steps, cpuMs: (user + system) / 1000 / steps };
}

/** The middle one. */
export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

/** What the figures were measured on. */
export function machine(): string {
  return `${cpus().length} cores of ${cpus()[0]?.model.trim()}, Node.js ${process.version.slice(1)}`;
}
