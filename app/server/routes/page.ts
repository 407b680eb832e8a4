import { viewNames } from "../../page/views/names.ts";
import type { PageFile, PageFiles } from "../page-files.ts";
import { Problem } from "../problems.ts";
import { object, text } from "../shape.ts";
import { type Route, route } from "./route.ts";

/** The page for people: what each of its views begins with, and what that loads. Undefined: it was not built, which is said in its place. */
export function pageRoutes(files: PageFiles | undefined): readonly Route[] {
  const paths = ["/", ...viewNames.map((name) => `/${name}`)];
  return [...paths.map((path) => viewRoute(path, files)), assetRoute(files)];
}

const ofPage = { method: "GET", role: "anyone", isOfPage: true, answer: text() } as const;

function viewRoute(path: string, files: PageFiles | undefined): Route {
  return route({
    ...ofPage,
    path,
    summary: "A view of the page.",
    answerType: "text/html",
    handle: () => (files === undefined ? notBuilt() : fileResponse(files.index, "no-cache")),
  });
}

function assetRoute(files: PageFiles | undefined): Route {
  return route({
    ...ofPage,
    path: "/assets/:name",
    summary: "What the page loads.",
    place: object({ name: text() }),
    handle({ place: { name } }) {
      const file = files?.assets.get(name);
      if (file !== undefined) return fileResponse(file, "public, max-age=31536000, immutable");
      throw new Problem("NO_SUCH_ADDRESS", "the page has no such file any more; load the page again");
    },
  });
}

function fileResponse({ type, bytes }: PageFile, cacheControl: string): Response {
  return new Response(bytes, { headers: { "content-type": type, "cache-control": cacheControl } });
}

function notBuilt(): Response {
  const says = "The page was not built: run `npm run build`, then start again. The API is there without it: /api\n";
  return new Response(says, { status: 503, headers: { "content-type": "text/plain; charset=utf-8" } });
}
