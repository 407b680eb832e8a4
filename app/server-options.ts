import { type Command, InvalidArgumentError, Option } from "commander";
import { systemClock } from "../connectors/clock.ts";
import { TwinstreamError } from "../schemas/errors.ts";
import { positiveNumber, wholeNumber } from "./options.ts";
import { healthRoutes } from "./server/routes/index.ts";
import { type Address, openServer } from "./server/server.ts";
import { newVitals, type Vitals } from "./server/vitals.ts";
import { printNote } from "./terminal/output.ts";

/** What the options of a server hold once they are read. */
export interface ServerFlags {
  readonly listen?: Address;
  readonly stallSeconds: number;
  readonly maxLag?: number;
}

/** Adds the options of commands that serve their health and figures. */
export function addServerOptions(command: Command): Command {
  return command
    .addOption(
      new Option(
        "--listen <[host:]port>",
        "serve /metrics, /healthz and /readyz there; the host is 127.0.0.1 unless said",
      )
        .env("TWINSTREAM_LISTEN")
        .argParser(parseAddress),
    )
    .addOption(
      new Option("--stall-seconds <n>", "not ready when a partition with entries waiting stands still for so long")
        .argParser(positiveNumber)
        .default(30),
    )
    .addOption(
      new Option("--max-lag <n>", "not ready when more entries than this wait in a partition").argParser(
        wholeNumber(0),
      ),
    );
}

/** Reads `8080`, `0.0.0.0:8080` or `[::1]:8080`. */
export function parseAddress(text: string): Address {
  const [, bracketed, plain, digits] = /^(?:(?:\[([^\]]+)\]|([^:[\]]+)):)?(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (digits === undefined || port > 65_535)
    throw new InvalidArgumentError("give a port, or host and port such as 0.0.0.0:9464");
  return { host: bracketed ?? plain ?? "127.0.0.1", port };
}

/** Serves while work goes on, where that was asked for. */
export async function whileServing<Result>(
  { listen, stallSeconds, maxLag = Number.POSITIVE_INFINITY }: ServerFlags,
  work: (vitals: Vitals) => Promise<Result>,
): Promise<Result> {
  const vitals = newVitals();
  if (listen === undefined) return work(vitals);
  const served = { vitals, rules: { stallMs: stallSeconds * 1000, maxLag }, clock: systemClock };
  const server = await openServer(
    listen,
    healthRoutes.map((make) => make()),
    served,
    { report: printFault },
  );
  printNote(`metrics and health: ${server.url}`);
  try {
    return await work(vitals);
  } finally {
    await server.close();
  }
}

/** What a caller is not told, for whoever runs the server. */
function printFault(fault: unknown): void {
  const { code, message, stack } = fault as Partial<TwinstreamError>;
  const text =
    fault instanceof TwinstreamError ? message : `a fault of the program itself, please report it: ${stack ?? fault}`;
  printNote(`a request failed: ${text}`, { level: "error", code });
}
