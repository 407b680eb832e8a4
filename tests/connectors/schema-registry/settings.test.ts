import { expect, test } from "vitest";
import { schemaRegistrySettings } from "../../../connectors/schema-registry/settings.ts";

const user = "TWINSTREAM_SCHEMA_REGISTRY_USER";
const password = "TWINSTREAM_SCHEMA_REGISTRY_PASSWORD";
const token = "TWINSTREAM_SCHEMA_REGISTRY_TOKEN";

test.for([
  [{}, undefined],
  [
    { [user]: "shop", [password]: "s3cret" },
    { user: "shop", password: "s3cret" },
  ],
  [{ [token]: "abc.def" }, { token: "abc.def" }],
  [{ [user]: "", [password]: "", [token]: "" }, undefined],
] as const)("schemaRegistrySettings: takes credentials from %j", ([environment, credentials]) => {
  expect(schemaRegistrySettings("https://registry:8081/apis/ccompat/v7/", environment)).toEqual({
    url: "https://registry:8081/apis/ccompat/v7",
    credentials,
    prefix: "",
    timeoutMs: 5_000,
  });
});

test.for([
  ["registry:8081", {}, "the address of the schema registry must begin with http:// or https://"],
  ["", {}, "the address of the schema registry must begin with http:// or https://"],
  [
    "http://shop:s3cret@registry",
    {},
    `the address of the schema registry holds a name or password; give them as ${user} and ${password}`,
  ],
  ["http://registry?key=s3cret", {}, 'the address of the schema registry must end with its path, without "?" or "#"'],
  ["http://registry", { [user]: "shop" }, `${user} and ${password} belong together; set both`],
  ["http://registry", { [password]: "s3cret" }, `${user} and ${password} belong together; set both`],
  [
    "http://registry",
    { [user]: "shop", [password]: "s3cret", [token]: "s3cret" },
    `set either ${token} or ${user} and ${password}`,
  ],
  ["http://registry", { [token]: "s3cret\n" }, `${token} holds a space, a line break or another such character`],
] as const)("schemaRegistrySettings: refuses %j without repeating a secret", ([address, environment, message]) => {
  expect(() => schemaRegistrySettings(address, environment)).toThrow(
    expect.objectContaining({ code: "WRONG_USAGE", message }),
  );
});
