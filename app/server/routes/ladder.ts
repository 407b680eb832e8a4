import { splitChoices } from "../../../schemas/manifest.ts";
import { standingLadders } from "../../report/standing-ladders.ts";
import { openData } from "../open-data.ts";
import { list, object, oneOf, orNull, text, whole } from "../shape.ts";
import { modelShape, toldModel } from "../told-model.ts";
import { route } from "./route.ts";

/** `GET /api/models/ladder`: models that can be set side by side, best first. */
export const ladderRoute = route({
  method: "GET",
  path: "/api/models/ladder",
  role: "read",
  summary:
    "Models side by side, best first: one ladder for each set of rows, split and seed that models were trained on.",
  answer: object({
    ladders: list(
      object({
        from: text(),
        rows: whole(),
        queries: whole(),
        split: oneOf(splitChoices),
        seed: whole(),
        lineToBeat: orNull(text({ description: "The model that says the mean grade of every pair." })),
        models: list(modelShape, { description: "By the error on the validation rows, lowest first." }),
      }),
    ),
  }),
  async handle(_, served) {
    const { store } = openData(served);
    const ladders = standingLadders((await store.list(() => {})).map(toldModel));
    return { ladders: ladders.map(({ lineToBeat = null, ...ladder }) => ({ ...ladder, lineToBeat })) };
  },
});
