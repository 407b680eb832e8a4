import type { Tfjs } from "../../models/net/engines/tfjs.ts";
import { TwinstreamError } from "../../schemas/errors.ts";

const packageName = "@tensorflow/tfjs-node";
// its binary is downloaded by a script, which the repository's .npmrc leaves out
const withScripts = `--ignore-scripts=false ${packageName}`;
const wayOut = "the built-in engine needs nothing";

/**
 * The namespace of `@tensorflow/tfjs-node` when the user has installed it; it is never a dependency.
 * Throws WRONG_USAGE with what to do when it isn't there or doesn't start.
 */
export async function findTfjsNode(load: (name: string) => Promise<object> = (name) => import(name)): Promise<Tfjs> {
  const found = await load(packageName).catch(explain);
  // it is CommonJS: everything is on the default export
  return ("default" in found ? found.default : found) as Tfjs;
}

function explain(cause: Error & { readonly code?: string }): never {
  if (cause.code === "ERR_MODULE_NOT_FOUND") {
    throw new TwinstreamError(
      "WRONG_USAGE",
      `--engine tfjs-node needs ${packageName}: npm install --no-save ${withScripts}; ${wayOut}`,
      cause,
    );
  }
  const reason = cause.message.trim().split(/[.\s]*\n/)[0];
  throw new TwinstreamError(
    "WRONG_USAGE",
    `--engine tfjs-node: ${packageName} is installed but doesn't start (${reason}); npm rebuild ${withScripts}; ${wayOut}`,
    cause,
  );
}
