import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { groupName } from "../../connectors/kafka/group-name.ts";
import type { LiveModels } from "../../pipelines/live-models.ts";
import { recorders } from "../../pipelines/record/rows.ts";
import { stages } from "../../pipelines/stages/index.ts";
import { stepNames } from "../../pipelines/topology.ts";

const folder = "deploy/kubernetes";

interface Kustomization {
  readonly nameSuffix?: string;
  readonly resources: readonly string[];
}

interface Trigger {
  readonly type: string;
  readonly metadata: { readonly consumerGroup: string; readonly topic: string; readonly bootstrapServers: string };
}

interface ScaledObject {
  readonly spec: { readonly scaleTargetRef: { readonly name: string }; readonly triggers: readonly Trigger[] };
}

function read<Content>(...path: readonly string[]): Content {
  return parse(readFileSync(join(folder, ...path), "utf8")) as Content;
}

/** The topics that each step follows, as the pipeline itself has it. */
function topicsOf(step: string): readonly string[] {
  if (step === "record") return recorders.map(({ topic }) => topic);
  const models: LiveModels = { current: () => Promise.reject(new Error("no model is asked for")) };
  return stages[step as keyof typeof stages](models).from;
}

test("kubernetes: every stage has a folder, every file that is named is there, and every file is named", () => {
  const { resources } = read<Kustomization>("kustomization.yaml");
  expect(resources.filter((name) => !name.endsWith(".yaml")).toSorted()).toEqual([...stepNames].toSorted());
  for (const step of ["stage", ...stepNames]) {
    const inner = read<Kustomization>(step, "kustomization.yaml").resources;
    for (const name of inner) expect(existsSync(join(folder, step, name)), name).toBe(true);
    const files = readdirSync(join(folder, step)).filter((name) => name !== "kustomization.yaml");
    for (const name of files) expect(inner).toContain(name);
  }
});

test("kubernetes: each stage scales by the lag of the very topics and group that it follows", () => {
  const { data } = read<{ data: Record<string, string> }>("settings.yaml");
  for (const step of stepNames) {
    const { spec } = read<ScaledObject>(step, "scaling.yaml");
    expect(spec.scaleTargetRef.name).toBe(`stage${read<Kustomization>(step, "kustomization.yaml").nameSuffix}`);
    expect(spec.triggers.map(({ metadata }) => metadata.topic).toSorted()).toEqual([...topicsOf(step)].toSorted());
    for (const { type, metadata } of spec.triggers) {
      expect(type).toBe("kafka");
      expect(metadata.consumerGroup).toBe(groupName(metadata.topic, step));
      expect(data.TWINSTREAM_LOG).toBe(`kafka://${metadata.bootstrapServers}`);
    }
  }
});

test("kubernetes: a stage may not run as root, write its image or gain rights, and has the time that a drain takes", () => {
  const { spec } = read<{ spec: { template: { spec: object } } }>("stage/deployment.yaml");
  expect(spec.template.spec).toMatchObject({
    terminationGracePeriodSeconds: 15,
    securityContext: { runAsNonRoot: true },
    containers: [
      {
        securityContext: { allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
        readinessProbe: { httpGet: { path: "/readyz" } },
        livenessProbe: { httpGet: { path: "/healthz" } },
      },
    ],
  });
});
