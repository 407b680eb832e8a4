import { writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { LogDatabase } from "../../connectors/embedded/database.ts";
import { openEmbeddedLog } from "../../connectors/embedded/embedded-log.ts";
import { taken } from "../../pipelines/testing.ts";
import { run, start, startProgram, workingFolder } from "../support/command.ts";
import { judgedCsv } from "../support/judged-file.ts";

const folder = workingFolder();

test("ending: a handler that hangs is named, and the process ends with 1 when its time is over", async () => {
  const running = startProgram(process.execPath, [resolve("tests/app/hanging.mjs"), "600"], process.cwd());
  expect(await running.says(/at work/)).toBe(true);
  running.signal("SIGTERM");
  const { code, stderr } = await running.ended;
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: expect.stringMatching(
      /^at work\ntwinstream: it did not end within 0\.6 s of SIGTERM, still at work: step "tokenize" on partition 0 of "searches" for \d+ s; what is not committed is done again by whoever takes over\n$/,
    ),
  });
});

test("ending: SIGTERM amid work commits what is in hand, leaves every group, and the next process adds only what is left", async () => {
  writeFileSync(join(folder, "judged.csv"), judgedCsv(400));
  await run(["replay", "judged.csv", "--preset", "home-depot", "--append-only", "--quiet"], folder);
  const running = start(["run", "--stages", "tokenize,embed,score", "--workers", "2"], folder);
  expect(await running.says(/\d s: tokenize/)).toBe(true);
  running.signal("SIGTERM");
  expect(await running.ended).toMatchObject({ code: 0 });
  const database = await LogDatabase.open(join(folder, "data/log"));
  expect(database.group("labels", "tokenize")?.members).toEqual({});
  await database.close();
  const log = await openEmbeddedLog({ folder: join(folder, "data/log") });
  const done = (await log.committed("labels", "tokenize")).reduce<number>((sum, next) => sum + (next ?? 0), 0);
  expect((await taken(log, "scores")).length).toBe(done);
  await log.close();
  const again = await run(["run", "--drain", "--json", "--stages", "tokenize,embed,score", "--workers", "1"], folder);
  expect(JSON.parse(again.stdout)).toMatchObject({ stages: [{ name: "tokenize", eventsIn: 400 - done }, {}, {}] });
});
