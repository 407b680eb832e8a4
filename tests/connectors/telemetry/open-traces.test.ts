import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, onTestFinished, test, vi } from "vitest";
import { openTraces } from "../../../connectors/telemetry/open-traces.ts";
import type { TracedWork } from "../../../connectors/traces.ts";

const work: TracedWork = {
  ...{ operation: "send", kind: "producer", topic: "searches", mayBegin: true, eventId: "s1", batchSize: 1 },
};

afterEach(() => {
  vi.unstubAllEnvs();
});

interface Request {
  readonly path: string | undefined;
  readonly tenant: unknown;
  readonly body: string;
}

/** What OTLP sends of one resource, as far as it is looked at here. */
interface OtlpSpans {
  readonly resource: { readonly attributes: readonly unknown[] };
  readonly scopeSpans: readonly { readonly spans: readonly unknown[] }[];
}

/** A receiver of OTLP over HTTP, as a collector is one. */
async function receiver() {
  const requests: Request[] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8").on("data", (text: string) => {
      body += text;
    });
    request.on("end", () => {
      requests.push({ path: request.url, tenant: request.headers["x-tenant"], body });
      response.setHeader("content-type", "application/json").end("{}");
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  return { requests, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

test.each([
  {},
  { OTEL_EXPORTER_OTLP_ENDPOINT: "" },
  { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318", OTEL_SDK_DISABLED: "true" },
  { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318", OTEL_TRACES_EXPORTER: "none" },
])("openTraces: off with %j", async (environment) => {
  expect(await openTraces(undefined, environment)).toBeUndefined();
});

test("openTraces: what is left is sent when they are closed, by OTLP over HTTP, as the OTEL variables say", async () => {
  const { requests, url } = await receiver();
  vi.stubEnv("OTEL_EXPORTER_OTLP_ENDPOINT", url);
  vi.stubEnv("OTEL_EXPORTER_OTLP_HEADERS", "x-tenant=shop");
  vi.stubEnv("OTEL_SERVICE_NAME", "search-scoring");
  const traces = (await openTraces())!;
  traces.begin(work, undefined)!.end();
  await traces.close();
  expect(requests).toMatchObject([{ path: "/v1/traces", tenant: "shop" }]);
  const { resourceSpans } = JSON.parse(requests[0]!.body) as { resourceSpans: readonly OtlpSpans[] };
  const { resource, scopeSpans } = resourceSpans[0]!;
  expect(resource.attributes).toContainEqual({ key: "service.name", value: { stringValue: "search-scoring" } });
  expect(scopeSpans[0]!.spans).toMatchObject([
    { name: "send searches", traceId: expect.stringMatching(/^[\da-f]{32}$/) },
  ]);
});

test("openTraces: a collector that is not there is told of once, and closing waits for it two seconds at most", async () => {
  vi.stubEnv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:1");
  vi.stubEnv("OTEL_BSP_EXPORT_TIMEOUT", "500");
  vi.stubEnv("OTEL_EXPORTER_OTLP_TIMEOUT", "500");
  const notices: string[] = [];
  const traces = (await openTraces((text) => notices.push(text)))!;
  for (const eventId of ["a", "b"]) traces.begin({ ...work, eventId }, undefined)!.end();
  const began = performance.now();
  await traces.close();
  // Left to itself the exporter tries for half a minute.
  expect(performance.now() - began).toBeLessThan(15_000);
  expect(notices).toEqual([
    expect.stringMatching(/^traces can't be sent, the events go on without: .+; see OTEL_EXPORTER_OTLP_ENDPOINT$/),
  ]);
});
