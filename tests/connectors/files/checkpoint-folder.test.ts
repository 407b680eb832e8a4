import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openCheckpointFolder } from "../../../connectors/files/checkpoint-folder.ts";
import { createVirtualClock } from "../../../connectors/memory/virtual-clock.ts";
import type { Checkpoints } from "../../../models/model.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

function checkpoints(path = join(temporaryFolder(), "training", "net-1")) {
  const clock = createVirtualClock(0);
  const folder = openCheckpointFolder(path, clock);
  return { clock, path, folder, asRun: folder satisfies Checkpoints };
}

test("checkpoint folder: gives back what was saved last, also when it is opened anew", async () => {
  const { folder, path } = checkpoints();
  expect(await folder.load("net")).toBeUndefined();
  await folder.save("net", bytes("one"));
  await folder.save("net", bytes("two"));
  await folder.save("words", bytes("three"));
  expect(readdirSync(path).sort()).toEqual(["net.safetensors", "words.safetensors"]);
  const again = openCheckpointFolder(path, createVirtualClock(0));
  expect(new Uint8Array((await again.load("net"))!)).toEqual(bytes("two"));
});

test("checkpoint folder: nothing of it is left once it is removed, and then it can be saved to again", async () => {
  const { folder, path } = checkpoints();
  await folder.remove();
  await folder.save("net", bytes("one"));
  await folder.remove();
  expect(readdirSync(join(path, ".."))).toEqual([]);
  expect(await folder.load("net")).toBeUndefined();
  await folder.save("net", bytes("two"));
  expect(readdirSync(path)).toEqual(["net.safetensors"]);
});

test("checkpoint folder: one is due a minute after the last, or after the start", async () => {
  const { folder, clock } = checkpoints();
  const due: boolean[] = [];
  for (const ms of [59_999, 1]) {
    await clock.advance(ms);
    due.push(folder.isDue());
  }
  await folder.save("net", bytes("one"));
  for (const ms of [0, 60_000]) {
    await clock.advance(ms);
    due.push(folder.isDue());
  }
  expect(due).toEqual([false, true, false, true]);
});

test("checkpoint folder: what the system refuses is told with what to do", async () => {
  const { folder, path } = checkpoints();
  mkdirSync(join(path, "net.safetensors"), { recursive: true });
  await expect(folder.load("net")).rejects.toMatchObject({ code: "FILE_UNREADABLE" });
  await expect(folder.save("net", bytes("one"))).rejects.toMatchObject({ code: "FOLDER_UNWRITABLE" });
  const inTheWay = join(temporaryFolder(), "file");
  writeFileSync(inTheWay, "");
  const { folder: blocked } = checkpoints(join(inTheWay, "net-1"));
  await expect(blocked.save("net", bytes("one"))).rejects.toMatchObject({ code: "FOLDER_UNWRITABLE" });
  await expect(folder.save("../net", bytes("one"))).rejects.toThrow("can't be the name");
});
