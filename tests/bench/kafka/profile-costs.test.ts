import { expect, test } from "vitest";
import { shareOfWork } from "../../../bench/kafka/profile-costs.ts";

function node(id: number, functionName: string, url: string, children: readonly number[] = []) {
  return {
    id,
    callFrame: { functionName, url, scriptId: "0", lineNumber: 0, columnNumber: 0 },
    children: [...children],
  };
}

const profile = {
  nodes: [
    node(1, "(root)", "", [2, 3, 4]),
    node(2, "(idle)", ""),
    node(3, "run", "file:///a/stages/score.js", [5]),
    node(4, "tick", "node:internal"),
    node(5, "write", "file:///a/avsc/types.js", [6]),
    node(6, "copy", "node:buffer"),
  ],
  samples: [2, 3, 4, 5, 6, 6],
  timeDeltas: [1000, 10, 20, 30, 20, 20],
};
const works = [
  { name: "score", files: ["stages/score.js"] },
  { name: "encode", functions: ["write"] },
];

test("shareOfWork: what a function calls is its work until another kind is met; idle time is none", () => {
  expect(Object.fromEntries(shareOfWork(profile, works, "else"))).toEqual({ score: 0.1, else: 0.2, encode: 0.7 });
});
