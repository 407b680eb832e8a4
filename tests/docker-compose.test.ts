import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

const hasCompose = spawnSync("docker", ["compose", "version"]).status === 0;

test.skipIf(!hasCompose)("docker-compose.yml: docker understands it and finds one service with its volume", () => {
  const output = execFileSync("docker", ["compose", "config", "--format", "json"], { encoding: "utf8" });
  const { services, volumes } = JSON.parse(output) as { services: Record<string, object>; volumes: object };
  expect(Object.keys(services)).toEqual(["twinstream"]);
  expect(services.twinstream).toMatchObject({
    image: "node:22-bookworm-slim",
    restart: "unless-stopped",
    volumes: expect.arrayContaining([expect.objectContaining({ type: "volume", source: "data", target: "/data" })]),
  });
  expect(Object.keys(volumes).sort()).toEqual(["build", "data", "modules"]);
});

test("docker-compose.yml: every program it starts is built from a file that is there", () => {
  const programs = [...readFileSync("docker-compose.yml", "utf8").matchAll(/dist\/(\S+?)\.js/g)].map(
    (match) => match[1],
  );
  expect(programs.length).toBeGreaterThan(1);
  for (const program of programs) expect(existsSync(`${program}.ts`), program).toBe(true);
});

test("docker-compose.yml: its image is a Node version that package.json allows", () => {
  const { engines } = JSON.parse(readFileSync("package.json", "utf8")) as { engines: { node: string } };
  const image = /image: node:(\d+)-/.exec(readFileSync("docker-compose.yml", "utf8"));
  expect(Number(image?.[1])).toBeGreaterThanOrEqual(Number.parseInt(engines.node.replace(">=", ""), 10));
});
