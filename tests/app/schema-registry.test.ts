import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openLog } from "../../pipelines/log-place.ts";
import { codecs, localSchemaId, schemaIdOf } from "../../schemas/codec.ts";
import { currentSchemas } from "../../schemas/generated/events.ts";
import { run, workingFolder } from "../support/command.ts";
import { describeWithRegistry } from "../support/describe-with-servers.ts";
import { fakeSchemaRegistry, unknownSchema } from "../support/fake-schema-registry.ts";
import { judgedCsv } from "../support/judged-file.ts";

const folder = workingFolder();

describeWithRegistry("--registry", (registry) => {
  test("--registry: a whole stream with worker threads runs on the ids of the registry, and goes on with them", async () => {
    const data = "data";
    writeFileSync(join(folder, "train.csv"), judgedCsv(30));
    const replay = ["replay", "train.csv", "--preset", "home-depot", "--workers", "2"];
    for (const words of [replay, ["run", "--drain"]]) {
      const ended = await run([...words, "--quiet", "--json", "--registry", registry().url], folder);
      expect({ words, ...ended }).toMatchObject({ words, code: 0 });
      for (const stage of JSON.parse(ended.stdout).stages) expect(stage).toMatchObject({ rejected: 0 });
    }
    const log = await openLog({ engine: "embedded" }, join(folder, data, "log"), { partitions: 4 });
    const ids = new Set<number | undefined>();
    for (const topic of ["labels", "scores", "evaluations"] as const)
      for await (const entries of log.read(topic)) for (const { value } of entries) ids.add(schemaIdOf(value!));
    await log.close();
    expect([...ids]).toHaveLength(3);
    for (const id of ids) expect(id).toBeLessThan(1_000);
  });
});

test("--registry: without one, ids stay what they are", () => {
  expect(codecs.searches.schemaId).toBe(localSchemaId(currentSchemas.searches));
});

const outOfReach = "http://127.0.0.1:1";
test.for([
  [
    ["run", "--drain", "--registry", outOfReach],
    1,
    /^twinstream: the schema registry http:\/\/127\.0\.0\.1:1 can't be reached \(.*\); check its address and that it runs \[REGISTRY_UNAVAILABLE\]\n$/,
  ],
  [
    ["run", "--drain", "--registry", "http://shop:s3cret@there"],
    2,
    /^twinstream: the address of the schema registry holds a name or password; .* \[WRONG_USAGE\]\n$/,
  ],
] as const)("--registry: %j ends with %d and one sentence", async ([words, exit, sentence]) => {
  const { code, stderr } = await run([...words, "--quiet"], folder);
  expect(code).toBe(exit);
  expect(stderr).toMatch(sentence);
  expect(stderr).not.toContain("s3cret");
});

test("--registry: a schema that is refused ends the start with the field's name", async () => {
  const message = "Schema being registered is incompatible, details: [{description:'type at /fields/1/type'}]";
  const fake = await fakeSchemaRegistry(({ path }) =>
    path.endsWith("/versions") ? { status: 409, body: { error_code: 409, message } } : unknownSchema,
  );
  const { code, stderr } = await run(["run", "--drain", "--quiet", "--registry", fake.url], folder);
  expect(code).toBe(1);
  expect(stderr).toMatch(
    /^twinstream: the schema registry refuses the schema of "[a-z-]+-value" \(409\), for "\w+": .* \[SCHEMA_REFUSED\]\n$/,
  );
});
