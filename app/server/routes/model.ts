import { releasedRoles, roleOf } from "../../../pipelines/registry/releases.ts";
import { openData } from "../open-data.ts";
import { object } from "../shape.ts";
import { modelWithRole, referenceShape, toldModel } from "../told-model.ts";
import { route } from "./route.ts";

/** `GET /api/models/:reference`: all that is known of a model. */
export const modelRoute = route({
  method: "GET",
  path: "/api/models/:reference",
  role: "read",
  summary: "All that is known of a model: what it learned from, how good it is, what it costs.",
  place: object({ reference: referenceShape }),
  answer: modelWithRole,
  async handle({ place: { reference } }, served) {
    const { log, store } = openData(served);
    const manifest = toldModel(await store.manifest(reference));
    return { ...manifest, role: roleOf(reference, await releasedRoles(log)) ?? null };
  },
});
