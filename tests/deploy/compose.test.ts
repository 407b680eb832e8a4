import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { commands } from "../../app/commands/index.ts";
import { stepNames } from "../../pipelines/topology.ts";

interface Service {
  readonly command?: readonly string[];
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, unknown>> | readonly string[];
  readonly build?: { readonly dockerfile: string };
  readonly environment?: Readonly<Record<string, string | number>>;
}

const compose = parse(readFileSync("docker-compose.yml", "utf8"), { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: object;
};
const services = Object.entries(compose.services);
const ours = services.filter(([, { build }]) => build !== undefined);
const hasCompose = spawnSync("docker", ["compose", "version"]).status === 0;

test.skipIf(!hasCompose)(
  "docker-compose.yml: docker compose understands it (skipped where its plugin is missing)",
  () => {
    const { status, stderr } = spawnSync("docker", ["compose", "config", "--quiet"], { encoding: "utf8" });
    expect(stderr).toBe("");
    expect(status).toBe(0);
  },
);

test("docker-compose.yml: keeps to the Compose Specification", () => {
  // The schema as compose-go 2.16 has it (github.com/compose-spec/compose-go, Apache-2.0).
  const schema = JSON.parse(readFileSync("tests/fixtures/compose-spec.json", "utf8")) as object;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  (addFormats as unknown as (ajv: Ajv2020) => void)(ajv);
  // Go's own name of a format.
  ajv.addFormat("duration", true);
  const check = ajv.compile(schema);
  check(compose);
  expect(check.errors ?? []).toEqual([]);
  check({ ...compose, services: { ...compose.services, broken: { imago: "x" } } });
  expect(check.errors).not.toEqual([]);
});

test("docker-compose.yml: runs every stage, each in a service of its name", () => {
  const stages = ours.flatMap(([, { command }]) => command?.[command.indexOf("--stages") + 1]);
  expect(stages.toSorted()).toEqual([...stepNames, "none"].toSorted());
  for (const name of stepNames) expect(compose.services[name]?.command).toContain(name);
});

test("docker-compose.yml: the command line knows every command and option it is given", async () => {
  for (const [, { command = [] }] of ours) {
    const asked = await commands[command[0] ?? ""]?.();
    const known = asked?.options.map(({ long }) => long);
    for (const word of command.filter((each) => each.startsWith("--"))) expect(known).toContain(word);
  }
});

test("docker-compose.yml: every file, volume and service that is named is there", () => {
  const volumes = Object.keys(compose.volumes);
  for (const [, { volumes: mounts = [], depends_on = [], build }] of services) {
    for (const mount of mounts) {
      const source = mount.split(":")[0]!;
      expect(source.startsWith("./") ? existsSync(source) : volumes.includes(source), mount).toBe(true);
    }
    const needed = Array.isArray(depends_on) ? depends_on : Object.keys(depends_on);
    for (const name of needed) expect(compose.services).toHaveProperty(name);
    if (build !== undefined) expect(existsSync(build.dockerfile)).toBe(true);
  }
});
