import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { run, start, workingFolder } from "../support/command.ts";
import { judgedCsv } from "../support/judged-file.ts";

const folder = workingFolder();

/** Asks again until an answer suits; the test's own time-out ends a wait in vain. */
async function eventually(url: string, suits: (status: number, text: string) => boolean): Promise<string> {
  for (;;) {
    const answer = await fetch(url);
    const text = await answer.text();
    if (suits(answer.status, text)) return text;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

test("run --listen: serves the figures of all worker threads, gets ready, and listens no longer when it is stopped", async () => {
  writeFileSync(join(folder, "judged.csv"), judgedCsv(60));
  const feeding = await run(["replay", "judged.csv", "--preset", "home-depot", "--append-only"], folder);
  expect(feeding).toMatchObject({ code: 0 });
  const running = start(["run", "--workers", "2", "--listen", "127.0.0.1:0"], folder);
  expect(await running.says(/metrics and health: (\S+)\n/)).toBe(true);
  const url = /metrics and health: (\S+)\n/.exec(running.said().stderr)![1]!;
  await eventually(`${url}/readyz`, (status) => status === 200);
  const done = 'twinstream_stage_events_total{stage="score",direction="out"} 60\n';
  const committed = /twinstream_log_transactions_total\{outcome="committed"\} [1-9]/;
  const text = await eventually(`${url}/metrics`, (_, metrics) => metrics.includes(done) && committed.test(metrics));
  expect(text).toContain('twinstream_event_age_seconds_count{stage="score"} 60\n');
  expect(text).toContain('twinstream_model_info{role="champion",model="fixed-0"} 1\n');
  expect((await fetch(`${url}/healthz`)).status).toBe(200);
  running.signal("SIGTERM");
  expect(await running.ended).toMatchObject({ code: 0 });
  await expect(fetch(`${url}/healthz`)).rejects.toThrow();
});

test("run --listen: an address that can't be had ends it before anything begins", async () => {
  const { code, stderr } = await run(["run", "--listen", "192.0.2.1:80"], folder);
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr:
      "twinstream: can't listen on 192.0.2.1:80: it is not an address of this machine; pass 127.0.0.1, or 0.0.0.0 for all of them [ADDRESS_UNAVAILABLE]\n",
  });
});

test("serve: scores beside a pipeline that runs elsewhere, and a second one is told that the port is taken", async () => {
  await run(["replay", "judged.csv", "--preset", "home-depot", "--append-only"], folder);
  const serving = start(["serve", "--api", "0"], folder);
  expect(await serving.says(/the API: (\S+)\/api\n/)).toBe(true);
  const url = /the API: (\S+)\/api\n/.exec(serving.said().stderr)![1]!;
  await eventually(`${url}/readyz`, (status) => status === 200);
  const body = JSON.stringify({ query: "oak shelf", products: [{ id: "a", title: "Oak shelf" }] });
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${url}/api/score`, { method: "POST", headers, body });
  expect([answer.status, await answer.json()]).toMatchObject([200, { model: "fixed-0", scores: [{ score: 2.5 }] }]);
  const { port } = new URL(url);
  const second = await run(["serve", "--api", port], folder);
  expect(second).toEqual({
    code: 1,
    stdout: "",
    stderr: `twinstream: can't listen on 127.0.0.1:${port}: something else listens there; pass another --api, or --api none [ADDRESS_UNAVAILABLE]\n`,
  });
  serving.signal("SIGTERM");
  expect(await serving.ended).toMatchObject({ code: 0 });
}, 60_000);
