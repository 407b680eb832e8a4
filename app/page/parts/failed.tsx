import type { Problem } from "../api/client.ts";
import { sentence } from "./sentence.ts";
import "./parts.css";

/** Says what went wrong in the server's own words, and lets a person try again. */
export function Failed({ problem, retry }: { readonly problem: Problem; readonly retry?: () => void }) {
  return (
    <section class="failed" role="alert">
      <h2>{problem.title}</h2>
      <p>{sentence(problem.detail)}</p>
      {retry && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </section>
  );
}
