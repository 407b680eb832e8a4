import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { openDataFolder } from "../../../connectors/files/data-folder.ts";
import { openModelFolder } from "../../../connectors/files/model-folder.ts";
import { run, workingFolder } from "../../support/command.ts";
import { aCurve } from "../../support/curves.ts";
import { aManifest } from "../../support/manifests.ts";

const folder = workingFolder();
const learningCurve = aCurve([0.5, 0.4], [0.3, 0.2]);

beforeAll(async () => {
  const models = openModelFolder((await openDataFolder(join(folder, "data"))).models);
  await models.add(aManifest({ kind: "net", learningCurve }), {});
  await models.add(aManifest(), {});
});

test("models curve: prints the losses, or writes them as a drawing and as a page", async () => {
  const printed = await run(["models", "curve", "net-1"], folder);
  expect(printed).toMatchObject({ code: 0, stderr: "" });
  expect(printed.stdout).toContain("validation  █▁\n");
  const written = await run(["models", "curve", "net-1", "--svg", "curve.svg", "--html", "curve.html"], folder);
  expect(written.stdout).toBe(
    "2 epochs: training loss 0.5000 to 0.3000, validation loss 0.4000 to 0.2000. Lowest validation loss: 0.2000, in epoch 2.\nwritten: curve.svg, curve.html\n",
  );
  expect(readFileSync(join(folder, "curve.svg"), "utf8")).toContain("<title>net-1, loss by epoch</title>");
  expect(readFileSync(join(folder, "curve.html"), "utf8")).toContain("<!doctype html>");
  const { stdout } = await run(["models", "curve", "net-1", "--json"], folder);
  expect(JSON.parse(stdout)).toEqual({ reference: "net-1", learningCurve, files: [] });
});

test("models curve: a model without epochs is refused, naming those with", async () => {
  expect(await run(["models", "curve", "ridge-1"], folder)).toMatchObject({
    code: 2,
    stderr: "twinstream: ridge-1 did not learn by epochs, so it has no curve; those that did: net-1 [WRONG_USAGE]\n",
  });
});
