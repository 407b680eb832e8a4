import type { FastifyInstance } from "fastify";
import { TwinstreamError } from "../../schemas/errors.ts";
import { createApp, type Manners } from "./app.ts";
import type { Process, Route } from "./routes/route.ts";

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
  /** Answers what was asked, for 3 s at most, then listens no longer. */
  close(): Promise<void>;
}

/** Serves routes at an address, which a person chooses by `option`. Throws ADDRESS_UNAVAILABLE. */
export async function openServer(
  { host, port }: Address,
  routes: readonly Route[],
  served: Process,
  manners: Manners,
  option = "--listen",
): Promise<Server> {
  const app = await createApp(routes, served, manners);
  try {
    const url = await app.listen({ host, port });
    return { url, close: () => closeInOrder(app) };
  } catch (error) {
    await app.close();
    throw unavailable(`${host}:${port}`, option, error as NodeJS.ErrnoException);
  }
}

const lastAnswersMs = 3_000;

/** Whoever has not got his answer by then, or not sent his request, does not hold up the end. */
async function closeInOrder(app: FastifyInstance): Promise<void> {
  const patience = setTimeout(() => app.server.closeAllConnections(), lastAnswersMs);
  try {
    await app.close();
  } finally {
    clearTimeout(patience);
  }
}

const remedies: Readonly<Record<string, (option: string) => string>> = {
  EADDRINUSE: (option) => `something else listens there; pass another ${option}, or ${option} none`,
  EACCES: (option) => `ports below 1024 need rights that this process has not; pass another ${option}`,
  EADDRNOTAVAIL: () => "it is not an address of this machine; pass 127.0.0.1, or 0.0.0.0 for all of them",
  ENOTFOUND: () => "no machine of that name is known; pass 127.0.0.1, or 0.0.0.0 for all addresses",
};

function unavailable(where: string, option: string, error: NodeJS.ErrnoException): TwinstreamError {
  const remedy = remedies[error.code ?? ""]?.(option) ?? error.message;
  return new TwinstreamError("ADDRESS_UNAVAILABLE", `can't listen on ${where}: ${remedy}`, error);
}
