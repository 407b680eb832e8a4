import { TwinstreamError } from "../../schemas/errors.ts";
import { createApp, type Manners } from "./app.ts";
import type { Route, Served } from "./routes/route.ts";

/** Where a server listens. */
export interface Address {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
}

/** A server that answers. */
export interface Server {
  /** Where, such as `http://127.0.0.1:9464`. */
  readonly url: string;
  /** Answers what was asked, then listens no longer. */
  close(): Promise<void>;
}

/** Serves routes at an address. Throws ADDRESS_UNAVAILABLE. */
export async function openServer(
  { host, port }: Address,
  routes: readonly Route[],
  served: Served,
  manners: Manners,
): Promise<Server> {
  const app = await createApp(routes, served, manners);
  try {
    const url = await app.listen({ host, port });
    return { url, close: () => app.close() };
  } catch (error) {
    await app.close();
    throw unavailable(`${host}:${port}`, error as NodeJS.ErrnoException);
  }
}

const remedies: Readonly<Record<string, string>> = {
  EADDRINUSE: "something else listens there; pass another --listen",
  EACCES: "ports below 1024 need rights that this process has not; pass another --listen",
  EADDRNOTAVAIL: "it is not an address of this machine; pass 127.0.0.1, or 0.0.0.0 for all of them",
  ENOTFOUND: "no machine of that name is known; pass 127.0.0.1, or 0.0.0.0 for all addresses",
};

function unavailable(where: string, error: NodeJS.ErrnoException): TwinstreamError {
  const remedy = remedies[error.code ?? ""] ?? error.message;
  return new TwinstreamError("ADDRESS_UNAVAILABLE", `can't listen on ${where}: ${remedy}`, error);
}
