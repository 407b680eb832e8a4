import { openData } from "../open-data.ts";
import { Problem } from "../problems.ts";
import { flag, list, number, object, oneOf, orNull, text, whole } from "../shape.ts";
import { route } from "./route.ts";

const progressShape = object({
  share: number({ description: "From 0 to 1." }),
  doing: text({ description: "What is being done." }),
});

const separationShape = object({
  by: oneOf(["department", "category"], {
    description: "A department is what stands before the first > of a category.",
  }),
  groups: whole({ description: "How many there are." }),
  measured: whole({ description: "How many products were measured." }),
  silhouette: number({ description: "The mean silhouette over cosine distance, from -1 to 1." }),
  silhouetteByChance: number({ description: "That of groups of the same sizes, drawn by chance." }),
  agreement: number({ description: "The share of products whose nearest other one is of their group." }),
  agreementByChance: number(),
});

/** `GET /api/map`: the catalog in the plane. */
export const mapRoute = route({
  method: "GET",
  path: "/api/map",
  role: "read",
  summary: "The products of the catalog in the plane, those with titles that are alike near one another.",
  answer: object({
    isCurrent: flag({ description: "Whether it is of the catalog as it is, and of what the champion makes of it." }),
    progress: orNull(progressShape),
    space: text({ description: "The space of the vectors that were drawn." }),
    version: text({ description: "Of the catalog: another one when products, titles or categories change." }),
    products: whole({ description: "How many the catalog has." }),
    shown: whole({ description: "How many of them are on the map; 100,000 at most." }),
    fitted: whole({ description: "How many of those were laid out together; others lie where their nearest do." }),
    separations: list(separationShape, { description: "How well the vectors tell categories apart." }),
    categories: list(text()),
    points: object(
      {
        id: list(text()),
        title: list(text()),
        category: list(whole({ minimum: -1, description: "Its place in categories; -1: none." })),
        x: list(number({ minimum: 0, maximum: 1 })),
        y: list(number({ minimum: 0, maximum: 1 })),
      },
      {},
      { description: "By columns: each list has one value for every product shown." },
    ),
  }),
  meanwhile: object({ progress: progressShape }, {}, { description: "No map is there yet." }),
  async handle(_, served) {
    const { maps } = openData(served);
    if (maps === undefined)
      throw new Problem("NOT_READY", "this server draws no maps; ask one that twinstream serve began");
    const known = await maps.get();
    if (known.map === undefined) return Response.json({ progress: known.progress }, { status: 202, headers: soon });
    const { map, isCurrent, progress = null } = known;
    return new Response(Buffer.concat([openedBy({ isCurrent, progress }), map.subarray(1)]), {
      headers: { "content-type": "application/json; charset=utf-8" },
    });
  },
});

const soon = { "retry-after": "1" };

/** JSON of an object with the fields given, as far as the comma after them. */
function openedBy(fields: object): Uint8Array {
  return Buffer.from(`${JSON.stringify(fields).slice(0, -1)},`);
}
