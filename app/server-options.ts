import { type Command, InvalidArgumentError, Option } from "commander";
import { systemClock } from "../connectors/clock.ts";
import { TwinstreamError } from "../schemas/errors.ts";
import { positiveNumber, wholeNumber } from "./options.ts";
import type { Manners } from "./server/app.ts";
import type { Process } from "./server/routes/route.ts";
import type { Address } from "./server/server.ts";
import { newVitals, type Vitals } from "./server/vitals.ts";
import { printNote } from "./terminal/output.ts";

/** What the options of a server hold once they are read. */
export interface ServerFlags {
  readonly listen?: Address | "none";
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

/** Reads `8080`, `0.0.0.0:8080`, `[::1]:8080` or `none`. */
export function parseAddress(text: string): Address | "none" {
  if (text === "none") return text;
  const [, bracketed, plain, digits] = /^(?:(?:\[([^\]]+)\]|([^:[\]]+)):)?(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (digits === undefined || port > 65_535)
    throw new InvalidArgumentError("give a port, or host and port such as 0.0.0.0:9464");
  return { host: bracketed ?? plain ?? "127.0.0.1", port };
}

/** What the routes of a process answer from, before it has begun. */
export function newServed({ stallSeconds, maxLag = Number.POSITIVE_INFINITY }: ServerFlags): Process {
  return { vitals: newVitals(), rules: { stallMs: stallSeconds * 1000, maxLag }, clock: systemClock };
}

/** Serves health and figures while work goes on, where that was asked for. */
export async function whileServing<Result>(
  flags: ServerFlags,
  work: (vitals: Vitals) => Promise<Result>,
  served = newServed(flags),
): Promise<Result> {
  const { listen = "none" } = flags;
  if (listen === "none") return work(served.vitals);
  // Loaded only when it is asked for: commands that serve nothing start without it.
  const [{ openServer }, { healthRoutes }] = await Promise.all([
    import("./server/server.ts"),
    import("./server/routes/index.ts"),
  ]);
  const server = await openServer(listen, healthRoutes, served, ownManners);
  printNote(`metrics and health: ${server.url}`);
  try {
    return await work(served.vitals);
  } finally {
    await server.close();
  }
}

/** Whoever may reach the port may ask for health and figures; faults are told to whoever runs the server. */
export const ownManners = { anyName: true, report: printFault } satisfies Manners;

function printFault(fault: unknown): void {
  if (fault instanceof TwinstreamError) {
    printNote(`a request failed: ${fault.message}`, { level: "error", code: fault.code });
    return;
  }
  const text = fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
  printNote(`a request failed by a fault of the program itself, please report it: ${text}`, { level: "error" });
}
