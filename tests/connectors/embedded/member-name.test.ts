import { spawnSync } from "node:child_process";
import { hostname } from "node:os";
import { expect, test } from "vitest";
import { isGone, memberName } from "../../../connectors/embedded/member-name.ts";

test("memberName: a member of this process lives", () => {
  expect(isGone(memberName())).toBe(false);
  expect(memberName()).not.toBe(memberName());
});

test("isGone: a member whose process has ended is gone", () => {
  const { pid } = spawnSync(process.execPath, ["--version"]);
  expect(isGone(`${hostname()}/${pid}/x`)).toBe(true);
});

test("isGone: nothing is said of a process on another host", () => {
  const { pid } = spawnSync(process.execPath, ["--version"]);
  expect(isGone(`not-${hostname()}/${pid}/x`)).toBe(false);
});
