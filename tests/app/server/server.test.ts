import { expect, onTestFinished, test } from "vitest";
import { metricFamilies } from "../../../app/server/metric-families.ts";
import { healthRoutes } from "../../../app/server/routes/index.ts";
import { route } from "../../../app/server/routes/route.ts";
import { openServer } from "../../../app/server/server.ts";
import { object } from "../../../app/server/shape.ts";
import { newVitals, type Vitals } from "../../../app/server/vitals.ts";
import { createStageMeter } from "../../../pipelines/stage-metrics.ts";
import { createVirtualClock } from "../../../pipelines/testing.ts";

const rules = { stallMs: 30_000, maxLag: 10 };
const clock = createVirtualClock(1_000_000);

const routes = healthRoutes;
const manners = { report: () => {} };

async function served(vitals: Vitals) {
  const server = await openServer({ host: "127.0.0.1", port: 0 }, routes, { vitals, rules, clock }, manners);
  onTestFinished(() => server.close());
  return { server, get: (path: string) => fetch(`${server.url}${path}`) };
}

/** A stage that handled two events, 20 ms and 4 s old, in a batch of 8 ms, and refused one of them. */
function scoreFigures() {
  const meter = createStageMeter("score");
  const [began, ended] = [1_000_000, 1_000_008];
  const entries = [
    { timestamp: ended - 20, headers: { "twinstream-entered": String(ended - 90_000) } },
    { timestamp: ended - 4_000 },
  ];
  meter.note({ eventsIn: 2, eventsOut: 1, rejected: 1, began, ended, entries });
  return meter.figures();
}

function busyVitals(): Vitals {
  return {
    ...newVitals(),
    phase: "running",
    lookedAt: clock.now(),
    partitions: [{ group: "score", topic: "embeddings", partition: 1, committed: 3, end: 15, lag: 12, stillMs: 1_500 }],
    models: { champion: 'ridge-"1"', challenger: undefined },
    stages: () => [scoreFigures()],
    log: () => ({ commits: 5, aborts: 1, rebalances: 4, fenced: 2 }),
  };
}

/** The samples of a text in the Prometheus format, by name and labels. */
function samplesOf(text: string): Readonly<Record<string, number>> {
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return Object.fromEntries(
    lines.map((line) => {
      const [, name, value] = /^([a-z_A-Z]\w*(?:\{.*\})?) (\S+)(?: \d+)?$/.exec(line)!;
      return [name, Number(value)];
    }),
  );
}

test("/metrics: tells what stages, groups, log and models have come to, in base units", async () => {
  const { get } = await served(busyVitals());
  const answer = await get("/metrics");
  expect(answer.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
  const samples = samplesOf(await answer.text());
  expect(samples).toMatchObject({
    'twinstream_stage_events_total{stage="score",direction="in"}': 2,
    'twinstream_stage_events_total{stage="score",direction="out"}': 1,
    'twinstream_stage_dead_letters_total{stage="score"}': 1,
    'twinstream_stage_batch_duration_seconds_bucket{le="0.005",stage="score"}': 0,
    'twinstream_stage_batch_duration_seconds_bucket{le="0.01",stage="score"}': 1,
    'twinstream_stage_batch_duration_seconds_count{stage="score"}': 1,
    'twinstream_stage_latency_seconds_bucket{le="0.025",stage="score"}': 1,
    'twinstream_stage_latency_seconds_bucket{le="5",stage="score"}': 2,
    'twinstream_stage_latency_seconds_bucket{le="+Inf",stage="score"}': 2,
    'twinstream_stage_latency_seconds_sum{stage="score"}': 4.02,
    'twinstream_event_age_seconds_bucket{le="60",stage="score"}': 1,
    'twinstream_event_age_seconds_bucket{le="120",stage="score"}': 2,
    'twinstream_consumer_lag_entries{group="score",topic="embeddings",partition="1"}': 12,
    'twinstream_consumer_stall_seconds{group="score",topic="embeddings",partition="1"}': 1.5,
    'twinstream_log_transactions_total{outcome="committed"}': 5,
    'twinstream_log_transactions_total{outcome="aborted"}': 1,
    twinstream_log_rebalances_total: 4,
    twinstream_log_fenced_total: 2,
    'twinstream_model_info{role="champion",model="ridge-\\"1\\""}': 1,
  });
  expect(Object.keys(samples)).toEqual(
    expect.arrayContaining(["process_cpu_seconds_total", "process_resident_memory_bytes"]),
  );
  expect(Object.keys(samples).filter((name) => name.startsWith("twinstream_build_info"))).toHaveLength(1);
});

test("/metrics: before anything has begun there is no value but that of the build and the process", async () => {
  const { get } = await served(newVitals());
  const names = Object.keys(samplesOf(await (await get("/metrics")).text())).filter((name) =>
    name.startsWith("twinstream"),
  );
  expect(names).toEqual([expect.stringMatching(/^twinstream_build_info\{version="[\d.]+",node="v\d/)]);
});

test("metricFamilies: names are as Prometheus asks for, and every sample has the labels that were told", () => {
  for (const { name, type, labels, samples } of metricFamilies) {
    expect(name).toMatch(type === "counter" ? /^twinstream_\w+_total$/ : /^twinstream_\w+_(seconds|entries|info)$/);
    const found = samples(busyVitals());
    expect(found.length, name).toBeGreaterThan(0);
    for (const sample of found) {
      const own = Object.keys(sample.labels).filter((label) => label !== "le");
      expect(own.sort(), name).toEqual([...labels].sort());
    }
  }
});

test("/readyz: 503 with the partition and the reason while something stalls, 200 when it is over; /healthz is 200 all along", async () => {
  const vitals = busyVitals();
  const { get } = await served(vitals);
  const red = await get("/readyz");
  expect([red.status, await red.json()]).toMatchObject([
    503,
    { ready: false, reasons: [{ reason: "lag", group: "score", topic: "embeddings", partition: 1, lag: 12 }] },
  ]);
  expect((await get("/healthz")).status).toBe(200);
  vitals.partitions = [];
  const green = await get("/readyz");
  expect([green.status, await green.json()]).toEqual([200, { ready: true, reasons: [] }]);
});

test("openServer: an address that is taken, or of another machine, is told with what to do", async () => {
  const { server } = await served(newVitals());
  const port = Number(new URL(server.url).port);
  const open = (host: string, at: number) =>
    openServer({ host, port: at }, routes, { vitals: newVitals(), rules, clock }, manners);
  await expect(open("127.0.0.1", port)).rejects.toThrow(
    `can't listen on 127.0.0.1:${port}: something else listens there; pass another --listen, or --listen none`,
  );
  await expect(open("192.0.2.1", 0)).rejects.toMatchObject({
    code: "ADDRESS_UNAVAILABLE",
    message: expect.stringContaining("it is not an address of this machine"),
  });
});

test("close: what is being answered is answered, and nothing new", async () => {
  let [begin, answer] = [() => {}, () => {}];
  const begun = new Promise<void>((done) => {
    begin = done;
  });
  const answered = new Promise<void>((done) => {
    answer = done;
  });
  const slow = route({
    method: "GET",
    path: "/slow",
    role: "anyone",
    summary: "Answers later.",
    answer: object({}),
    async handle() {
      begin();
      await answered;
      return {};
    },
  });
  const served = { vitals: newVitals(), rules, clock };
  const server = await openServer({ host: "127.0.0.1", port: 0 }, [slow], served, manners);
  const asking = fetch(`${server.url}/slow`);
  await begun;
  const closing = server.close();
  answer();
  expect((await asking).status).toBe(200);
  await closing;
  await expect(fetch(`${server.url}/slow`)).rejects.toThrow();
});
