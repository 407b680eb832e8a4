import { readdirSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { keptMaps } from "../../../pipelines/map/kept-maps.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

test("keptMaps: finds what was kept, and keeps the last three", async () => {
  const folder = join(temporaryFolder(), "maps");
  const maps = keptMaps(folder);
  expect(await maps.find("a")).toBeUndefined();
  for (const [place, key] of ["a", "b", "c", "d"].entries()) {
    const before = new Set(place === 0 ? [] : readdirSync(folder));
    await maps.keep(key, new TextEncoder().encode(`{"${key}":1}`));
    const added = readdirSync(folder).find((name) => !before.has(name))!;
    utimesSync(join(folder, added), 1_000 + place, 1_000 + place);
  }
  const found = await Promise.all(["a", "b", "c", "d"].map((key) => maps.find(key)));
  expect(found.map((map) => map && Buffer.from(map).toString())).toEqual([undefined, '{"b":1}', '{"c":1}', '{"d":1}']);
});
