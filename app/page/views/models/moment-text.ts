/** A day for people, such as `Nov 22, 2026`. */
export function dayText(time: number): string {
  return new Date(time).toLocaleDateString("en", { dateStyle: "medium" });
}

/** A day and its minute. */
export function momentText(time: number): string {
  return new Date(time).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" });
}
