import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const lines = readFileSync("deploy/Dockerfile", "utf8").split("\n");
const ignored = readFileSync(".dockerignore", "utf8").split("\n");

test("Dockerfile: everything it copies is there and let through by .dockerignore", () => {
  const copied = lines
    .filter((line) => line.startsWith("COPY ") && !line.includes("--from="))
    .flatMap((line) => line.split(" ").slice(1, -1));
  expect(copied).toContain("package-lock.json");
  for (const source of copied) {
    expect(existsSync(source), source).toBe(true);
    expect(ignored).toContain(`!${source}`);
  }
});

test("Dockerfile: copies everything that the compiler is told to read", () => {
  const { include } = JSON.parse(readFileSync("tsconfig.json", "utf8")) as { include: readonly string[] };
  for (const folder of include) expect(lines).toContain(`COPY ${folder} ${folder}`);
});

test("Dockerfile: its Node.js is one that package.json allows, in both steps the same", () => {
  const { engines } = JSON.parse(readFileSync("package.json", "utf8")) as { engines: { node: string } };
  const images = lines.flatMap((line) => /^FROM node:(\d+)-/.exec(line)?.[1] ?? []);
  expect(images).toHaveLength(2);
  expect(new Set(images).size).toBe(1);
  expect(Number(images[0])).toBeGreaterThanOrEqual(Number.parseInt(engines.node.replace(">=", ""), 10));
});

test("Dockerfile: the program it starts is built, and it does not run as root", () => {
  const { bin } = JSON.parse(readFileSync("package.json", "utf8")) as { bin: { twinstream: string } };
  const programs = lines.flatMap((line) => /^ENTRYPOINT \["node", "\/app\/(.+)"\]/.exec(line)?.[1] ?? []);
  expect(programs).toEqual([bin.twinstream]);
  expect(existsSync(bin.twinstream)).toBe(true);
  expect(lines.indexOf("USER node")).toBeGreaterThan(lines.findLastIndex((line) => line.startsWith("RUN ")));
});
