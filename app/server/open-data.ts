import { Problem } from "./problems.ts";
import type { Served } from "./routes/route.ts";
import type { OpenData } from "./vitals.ts";

/** What the process has open. Throws NOT_READY while it has not. */
export function openData({ vitals }: Pick<Served, "vitals">): OpenData {
  if (vitals.data !== undefined) return vitals.data;
  throw new Problem("NOT_READY", "the server is still opening its data, or ends; ask again soon: /readyz says when");
}
