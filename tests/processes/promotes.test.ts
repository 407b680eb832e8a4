import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openLog } from "../../pipelines/log-place.ts";
import { releaseHistory } from "../../pipelines/registry/releases.ts";
import { run, workingFolder } from "../support/command.ts";
import { judgedCsv } from "../support/judged-file.ts";

const folder = workingFolder();

test("models promote: of processes that promote at once each that ends well replaced the champion it had found", async () => {
  writeFileSync(join(folder, "judged.csv"), judgedCsv(40));
  for (let i = 0; i < 3; i++) await run(["train", "mean", "--from", "judged.csv", "--preset", "home-depot"], folder);
  const promote = (model: string) => run(["models", "promote", model, "--force", "a race"], folder);
  const ended = [];
  for (let round = 0; round < 2; round++)
    ended.push(...(await Promise.all(["mean-1", "mean-2", "mean-3"].map(promote))));
  const log = await openLog({ engine: "embedded" }, join(folder, "data/log"), { partitions: 4 });
  const { accepted, roles } = await releaseHistory(log);
  await log.close();
  const champions = accepted.map(({ model }) => model);
  expect(accepted.map(({ replaces }) => replaces)).toEqual(["fixed-0", ...champions.slice(0, -1)]);
  expect(ended.filter(({ code }) => code === 0)).toHaveLength(accepted.length - 1);
  for (const { code, stderr } of ended) if (code !== 0) expect(stderr).toContain("[CHAMPION_CHANGED]");
  const last = accepted.findLast(({ model, replaces }) => model !== replaces)!;
  expect(roles).toEqual({ champion: last.model, "previous-champion": last.replaces });
});
