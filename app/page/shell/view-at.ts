import { type ViewName, viewNames } from "../views/names.ts";

/** The view at a path; the first of all at `/`. Undefined where there is none. */
export function viewAt(path: string): ViewName | undefined {
  const name = path.replace(/^\/|\/$/g, "");
  return name === "" ? viewNames[0] : viewNames.find((view) => view === name);
}
