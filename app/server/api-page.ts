import { errorCodes } from "../../schemas/errors.ts";
import { escapeMarkup } from "../report/markup.ts";
import { htmlPage } from "../report/page.ts";
import type { ApiDocument, Operation } from "./api-document.ts";
import { requestProblems } from "./problems.ts";
import { type Schema, schemaText } from "./schema-text.ts";

/** The API for a person, from its OpenAPI document: one page without scripts that needs nothing from elsewhere. */
export function apiPage({ info, paths }: ApiDocument): string {
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) =>
      operationSection(`${method.toUpperCase()} ${path}`, operation),
    ),
  );
  return htmlPage(
    info.title,
    [
      `<h1>${escapeMarkup(info.title)} ${escapeMarkup(info.version)}</h1>`,
      `<p>${escapeMarkup(info.description)} For programs: <a href="/api/openapi.json">openapi.json</a>.</p>`,
      ...operations,
      problemsSection(),
    ].join("\n"),
  );
}

function operationSection(
  name: string,
  { summary, security, parameters = [], requestBody, responses }: Operation,
): string {
  const body = requestBody?.content["application/json"]?.schema;
  const answer = Object.entries(responses["200"]?.content ?? {})[0];
  return [
    `<h2><code>${escapeMarkup(name)}</code></h2>`,
    `<p>${escapeMarkup(summary)} ${security.length === 0 ? "No token is asked for." : "Takes a token where there are any."}</p>`,
    ...(parameters.length === 0 ? [] : [block("In the address", { type: "object", ...asObject(parameters) })]),
    ...(body === undefined ? [] : [block("Body", body)]),
    ...(answer === undefined ? [] : [block(`Answer, ${answer[0]}`, answer[1].schema)]),
  ].join("\n");
}

function asObject(parameters: NonNullable<Operation["parameters"]>): Schema {
  return {
    properties: Object.fromEntries(
      parameters.map(({ name, schema, description }) => [name, { ...schema, ...(description && { description }) }]),
    ),
    required: parameters.filter(({ required }) => required === true).map(({ name }) => name),
  };
}

function block(title: string, schema: Schema): string {
  return `<p class="quiet">${escapeMarkup(title)}</p>\n<pre class="scroller" tabindex="0">${escapeMarkup(schemaText(schema))}</pre>`;
}

function problemsSection(): string {
  const ofRequests = Object.entries(requestProblems).map(([code, { status, title }]) => [code, `${title} (${status})`]);
  const entries = [...ofRequests, ...Object.entries(errorCodes)].map(
    ([code, says]) => `<dt id="${code}"><code>${code}</code></dt>\n<dd>${escapeMarkup(says!)}</dd>`,
  );
  return `<h2>Problems</h2>\n<p>Every refusal is <code>application/problem+json</code> (RFC 9457): <code>detail</code> says what to do, <code>code</code> is one of these.</p>\n<dl>\n${entries.join("\n")}\n</dl>`;
}
