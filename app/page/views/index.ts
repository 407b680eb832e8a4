import type { ComponentType } from "preact";
import type { ViewName } from "./names.ts";

/** A view of the page: what the navigation calls it, and its code, loaded when it is first looked at. */
export interface View {
  readonly title: string;
  readonly load: () => Promise<{ readonly default: ComponentType }>;
}

/** Every view. One more is a folder, its name in `names.ts`, and a line here. */
export const views: { readonly [name in ViewName]: View } = {
  flow: { title: "Flow", load: () => import("./flow/flow-view.tsx") },
  search: { title: "Search", load: () => import("./search/search-view.tsx") },
  quality: { title: "Quality", load: () => import("./quality/quality-view.tsx") },
  models: { title: "Models", load: () => import("./models/models-view.tsx") },
  sql: { title: "SQL", load: () => import("./sql/sql-view.tsx") },
  map: { title: "Map", load: () => import("./map/map-view.tsx") },
  "dead-letters": { title: "Dead letters", load: () => import("./dead-letters/dead-letters-view.tsx") },
};
