import type { paths } from "./generated/api.ts";

/** What `GET` at a path of the API answers. */
export type AnswerOf<Path extends keyof paths> = paths[Path] extends {
  readonly get: { readonly responses: { readonly 200: { content: { readonly "application/json": infer Answer } } } };
}
  ? Answer
  : never;
