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
    handle: ({ headers }) => (files === undefined ? notBuilt() : fileResponse(files.index, headers, "no-cache")),
  });
}

function assetRoute(files: PageFiles | undefined): Route {
  return route({
    ...ofPage,
    path: "/assets/:name",
    summary: "What the page loads.",
    place: object({ name: text() }),
    handle({ place: { name }, headers }) {
      const file = files?.assets.get(name);
      if (file !== undefined) return fileResponse(file, headers, "public, max-age=31536000, immutable");
      throw new Problem("NO_SUCH_ADDRESS", "the page has no such file any more; load the page again");
    },
  });
}

type Headers = Parameters<Route["handle"]>[0]["headers"];

function fileResponse({ type, bytes, gzipped }: PageFile, headers: Headers, cacheControl: string): Response {
  const told = { "content-type": type, "cache-control": cacheControl, vary: "accept-encoding" };
  if (!takesGzip(headers)) return new Response(bytes, { headers: told });
  return new Response(gzipped, { headers: { ...told, "content-encoding": "gzip" } });
}

function takesGzip({ "accept-encoding": taken = "" }: Headers): boolean {
  return String(taken)
    .split(",")
    .some((one) => /^\s*gzip\b/i.test(one) && !/;\s*q=0(\.0*)?\s*$/i.test(one));
}

function notBuilt(): Response {
  const says = "The page was not built: run `npm run build`, then start again. The API is there without it: /api\n";
  return new Response(says, { status: 503, headers: { "content-type": "text/plain; charset=utf-8" } });
}
