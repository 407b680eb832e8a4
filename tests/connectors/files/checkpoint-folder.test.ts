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
  expect(readdirSync(path).sort()).toEqual(["net.safetensors", "spent-ms", "words.safetensors"]);
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
  expect(readdirSync(path).sort()).toEqual(["net.safetensors", "spent-ms"]);
});

/** Saves while the clock moves on by so much, then looks at times after it whether another is due. */
async function dueAfter(costMs: number, times: readonly number[]): Promise<readonly boolean[]> {
  let [now, step] = [0, 0];
  const clock = {
    now() {
      now += step;
      return now;
    },
    wait: async () => {},
  };
  const folder = openCheckpointFolder(join(temporaryFolder(), "net-1"), clock);
  step = costMs;
  now = -costMs;
  await folder.save("net", bytes("one"));
  step = 0;
  return times.map((time) => {
    now = costMs + time;
    return folder.isDue();
  });
}

test("checkpoint folder: one is due when sixty times the cost of the last has passed, or a minute", async () => {
  expect(await dueAfter(0, [0])).toEqual([true]);
  expect(await dueAfter(10, [599, 600])).toEqual([false, true]);
  expect(await dueAfter(2_000, [59_999, 60_000])).toEqual([false, true]);
});

test("checkpoint folder: knows how long the runs before took, up to their last checkpoint", async () => {
  const { folder, clock, path } = checkpoints();
  expect(await folder.spentBefore()).toBe(0);
  await clock.advance(700);
  await folder.save("net", bytes("one"));
  await clock.advance(300);
  const second = openCheckpointFolder(path, clock);
  expect(await second.spentBefore()).toBe(700);
  await clock.advance(50);
  await second.save("net", bytes("two"));
  expect(await openCheckpointFolder(path, clock).spentBefore()).toBe(750);
  writeFileSync(join(path, "spent-ms"), "long");
  expect(await openCheckpointFolder(path, clock).spentBefore()).toBe(0);
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
