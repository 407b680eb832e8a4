import { expect, test } from "vitest";
import { parseAddress } from "../../app/server-options.ts";

test.each([
  ["9464", { host: "127.0.0.1", port: 9464 }],
  ["0.0.0.0:80", { host: "0.0.0.0", port: 80 }],
  ["localhost:8080", { host: "localhost", port: 8080 }],
  ["[::1]:0", { host: "::1", port: 0 }],
  ["none", "none"],
])("parseAddress: %s", (text, address) => {
  expect(parseAddress(text)).toEqual(address);
});

test.each(["", "80a", "host", "host:", ":80", "1:2:3", "70000", "http://host:80"])(
  "parseAddress: %j is none",
  (text) => {
    expect(() => parseAddress(text)).toThrow("give a port, or host and port such as 0.0.0.0:9464");
  },
);
