import type { AutoModel, AutoTokenizer, Tensor } from "@huggingface/transformers";

/** What is used of the library. */
export interface Transformers {
  readonly AutoModel: typeof AutoModel;
  readonly AutoTokenizer: typeof AutoTokenizer;
  readonly Tensor: typeof Tensor;
}

const defaultHub = "https://huggingface.co";

/** Loads the library when the first encoder is opened: a stream without one pays neither its time nor its memory. */
export async function loadTransformers(hub = defaultHub): Promise<Transformers> {
  const library = await import("@huggingface/transformers");
  library.env.logLevel = library.LogLevel.ERROR;
  library.env.remoteHost = hub.endsWith("/") ? hub : `${hub}/`;
  return library;
}
