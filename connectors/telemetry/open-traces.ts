import { systemClock } from "../clock.ts";
import type { Traces } from "../traces.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Traces as the variables of OpenTelemetry ask for them: sent by OTLP over HTTP where OTEL_EXPORTER_OTLP_ENDPOINT (or
 * OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) is set; undefined, and nothing loaded, elsewhere. `notice` is told once when they can't be sent.
 */
export async function openTraces(
  notice: (text: string) => void = () => {},
  environment: Environment = process.env,
): Promise<Traces | undefined> {
  if (!isWanted(environment)) return undefined;
  const { otlpTraces } = await import("./otlp-traces.ts");
  return otlpTraces(systemClock, notice);
}

function isWanted(environment: Environment): boolean {
  const endpoint = environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT || environment.OTEL_EXPORTER_OTLP_ENDPOINT;
  const isOff = environment.OTEL_SDK_DISABLED?.toLowerCase() === "true" || environment.OTEL_TRACES_EXPORTER === "none";
  return endpoint !== undefined && endpoint !== "" && !isOff;
}
