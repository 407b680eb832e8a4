import { releasedRoles } from "../../../pipelines/registry/releases.ts";
import { openData } from "../open-data.ts";
import { list, object, orNull, text } from "../shape.ts";
import { modelShape, toldModel } from "../told-model.ts";
import { route } from "./route.ts";

/** `GET /api/models`: every model that can be read, and who scores. */
export const modelsRoute = route({
  method: "GET",
  path: "/api/models",
  role: "read",
  summary: "Every trained model, oldest first, and which one scores.",
  answer: object({ champion: orNull(text()), challenger: orNull(text()), models: list(modelShape) }),
  async handle(_, served) {
    const { log, store } = openData(served);
    const { champion = null, challenger = null } = await releasedRoles(log);
    const models = await store.list(() => {});
    return { champion, challenger, models: models.map(toldModel) };
  },
});
