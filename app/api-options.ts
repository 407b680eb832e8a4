import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type Command, Option } from "commander";
import { TwinstreamError } from "../schemas/errors.ts";
import { commaList, wholeNumber } from "./options.ts";
import type { Manners } from "./server/app.ts";
import type { Address } from "./server/server.ts";
import { readTokens, type Tokens } from "./server/tokens.ts";
import type { Vitals } from "./server/vitals.ts";
import {
  addServerOptions,
  newServed,
  ownManners,
  parseAddress,
  type ServerFlags,
  whileServing,
} from "./server-options.ts";
import { printNote } from "./terminal/output.ts";

/** What the options of the REST API hold once they are read. */
export interface ApiFlags extends ServerFlags {
  readonly api: Address | "none";
  readonly tokens?: string;
  readonly rateLimit?: number;
  readonly corsOrigin?: readonly string[];
}

/** Adds the options of commands that serve the REST API, and those of their health and figures. */
export function addApiOptions(command: Command): Command {
  return addServerOptions(
    command
      .addOption(
        new Option("--api <[host:]port>", "serve the REST API there, or none; the host is 127.0.0.1 unless said")
          .env("TWINSTREAM_API")
          .argParser(parseAddress)
          .default({ host: "127.0.0.1", port: 8080 }, "8080"),
      )
      .option(
        "--tokens <file>",
        "who may ask the API, a line each: NAME read|write|admin TOKEN (or the variable TWINSTREAM_TOKENS)",
      )
      .addOption(
        new Option(
          "--rate-limit <n>",
          "requests to the API that one address may send a second (default: any number of this machine's, else 200)",
        ).argParser(wholeNumber(1)),
      )
      .addOption(
        new Option(
          "--cors-origin <origins>",
          "let pages of these origins ask the API, such as https://shop.example",
        ).argParser(commaList),
      ),
  );
}

/** Serves the API, and health and figures, while work goes on. Throws WRONG_USAGE where others could ask without a token. */
export async function whileServingApi<Result>(
  flags: ApiFlags,
  work: (vitals: Vitals) => Promise<Result>,
): Promise<Result> {
  const served = newServed(flags);
  const { api } = flags;
  if (api === "none") return whileServing(flags, work, served);
  const manners = await mannersFor(api, flags);
  const { apiRoutes, healthRoutes } = await import("./server/routes/index.ts");
  const { pageRoutes } = await import("./server/routes/page.ts");
  const { readPageFiles } = await import("./server/page-files.ts");
  const { openServer } = await import("./server/server.ts");
  const page = await readPageFiles(pageFolder);
  const routes = [...healthRoutes, ...apiRoutes, ...pageRoutes(page)];
  const server = await openServer(api, routes, served, manners, "--api");
  printNote(page === undefined ? "no page: it was not built; run npm run build" : `the page: ${server.url}`);
  printNote(`the API: ${server.url}/api`);
  try {
    return await whileServing(flags, work, served);
  } finally {
    await server.close();
  }
}

/** Where the page lies once it is built, beside the program. */
const pageFolder = fileURLToPath(new URL("../page/", import.meta.url));

const usualRateLimit = 200;

async function mannersFor({ host, port }: Address, flags: ApiFlags): Promise<Manners> {
  const tokens = await tokensOf(flags);
  const isOfThisMachine = /^(localhost|127(\.\d{1,3}){3}|::1)$/.test(host);
  if (!isOfThisMachine && tokens === undefined)
    throw new TwinstreamError(
      "WRONG_USAGE",
      `others than this machine can reach ${host}:${port}, so the API needs tokens there; give --tokens FILE, or listen on 127.0.0.1`,
    );
  const { rateLimit = isOfThisMachine ? undefined : usualRateLimit, corsOrigin } = flags;
  return { report: ownManners.report, tokens, origins: corsOrigin, requestsPerSecond: rateLimit };
}

async function tokensOf({ tokens: file }: ApiFlags): Promise<Tokens | undefined> {
  const variable = "TWINSTREAM_TOKENS";
  const given = process.env[variable];
  if (file === undefined) return given === undefined ? undefined : readTokens(given, variable);
  return readTokens(await readTokenFile(file), file);
}

async function readTokenFile(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "ENOENT") throw new TwinstreamError("FILE_NOT_FOUND", `there is no file "${file}" of tokens`, error);
    throw new TwinstreamError("FILE_UNREADABLE", `the tokens in "${file}" can't be read: ${message}`, error);
  }
}
