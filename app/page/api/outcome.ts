import type { Problem } from "./client.ts";

/** What the typed client gives. */
export interface Told<Value> {
  readonly data?: Value | undefined;
  readonly error?: unknown;
}

/** What came of a question to the server: its answer, or why there is none. */
export type Outcome<Value> = { readonly value: Value } | { readonly problem: Problem };

/** Waits for an answer; whatever is wrong is told in words that a person can go by. */
export async function outcomeOf<Value>(asking: Promise<Told<Value>>): Promise<Outcome<Value>> {
  try {
    const { data, error } = await asking;
    if (data !== undefined) return { value: data };
    return { problem: isProblem(error) ? error : unreadable };
  } catch {
    return { problem: unreachable };
  }
}

const unreachable = {
  title: "The server does not answer.",
  detail: "It may have been stopped, or the network is down; start it with `twinstream start`, then try again",
};

const unreadable = {
  title: "The server's answer can't be read.",
  detail: "Something between this page and the server may have answered in its place; try again",
};

function isProblem(told: unknown): told is Problem {
  return typeof told === "object" && told !== null && "title" in told && "detail" in told;
}
