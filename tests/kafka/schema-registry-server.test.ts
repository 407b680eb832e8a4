import { expect, test } from "vitest";
import { describeWithRegistry } from "../support/describe-with-servers.ts";

// The registry is shared: other files register subjects without a prefix.
describeWithRegistry("schema registry", (registry) => {
  const search = { type: "record", name: "Search", fields: [{ name: "query", type: "string" }] };

  test("registry: a schema that was registered is fetched by its id", async () => {
    const { id } = (await register("server.searches-value", search)) as { readonly id: number };
    const response = await fetch(`${registry().url}/schemas/ids/${id}`);
    expect(JSON.parse(((await response.json()) as { readonly schema: string }).schema)).toEqual(search);
  });

  test("registry: what can't read the version before is refused", async () => {
    await register("server.refused-value", search);
    const other = { ...search, fields: [{ name: "shop", type: "string" }] };
    expect(await register("server.refused-value", other)).toMatchObject({ error_code: 409 });
  });

  async function register(subject: string, schema: object): Promise<unknown> {
    const response = await fetch(`${registry().url}/subjects/${subject}/versions`, {
      method: "POST",
      headers: { "Content-Type": "application/vnd.schemaregistry.v1+json" },
      body: JSON.stringify({ schema: JSON.stringify(schema) }),
    });
    return response.json();
  }
});
