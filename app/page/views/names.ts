/** The views of the page, in the order of its navigation; each is at `/NAME`, the first at `/` too. */
export const viewNames = ["flow", "search", "quality", "models", "sql", "map", "dead-letters"] as const;

/** The name of a view. */
export type ViewName = (typeof viewNames)[number];
