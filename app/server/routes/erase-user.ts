import { toldErasure } from "../../../pipelines/erasure/erase-user.ts";
import { openData } from "../open-data.ts";
import { Problem } from "../problems.ts";
import { byName, list, object, text, whole, words } from "../shape.ts";
import { route } from "./route.ts";

/** `DELETE /api/users/:id`: takes a user out, as `twinstream erase-user` does. */
export const eraseUserRoute = route({
  method: "DELETE",
  path: "/api/users/:id",
  role: "admin",
  summary:
    "Takes a user out of all answers at once and out of the tables' files soon; says what is left where until when.",
  place: object({ id: words(200, { description: "The user, as the shop names them." }) }),
  answer: object({
    user: text({ description: "What stands for the user in the tables." }),
    erasedAt: text({ description: "Rows that were sent until then are hidden for good." }),
    hidden: byName(whole(), { description: "Rows of each table that are hidden now." }),
    topics: list(object({ topic: text(), until: text() }), {
      description: "What may hold events of the user, until when.",
    }),
    notes: list(text()),
  }),
  answerMs: 120_000,
  async handle({ place: { id } }, served) {
    const { eraseUser } = openData(served);
    if (eraseUser === undefined) throw new Problem("NOT_READY", "no tables are kept here");
    return toldErasure(await eraseUser(id));
  },
});
