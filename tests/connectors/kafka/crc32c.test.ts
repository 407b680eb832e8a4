import { expect, test } from "vitest";
import { crc32c } from "../../../connectors/kafka/crc32c.ts";

// RFC 3720, B.4, and the check value of the catalogue of CRCs
test.each([
  ["nothing", Buffer.alloc(0), 0],
  ["digits", Buffer.from("123456789"), 0xe3069283],
  ["zeros", Buffer.alloc(32), 0x8a9136aa],
  ["ones", Buffer.alloc(32, 255), 0x62a8ab43],
  ["counted up", Buffer.from(Array.from({ length: 32 }, (_, i) => i)), 0x46dd794e],
  ["counted down", Buffer.from(Array.from({ length: 32 }, (_, i) => 31 - i)), 0x113fdb5c],
])("crc32c: %s", (_, bytes, expected) => {
  expect(crc32c(bytes)).toBe(expected);
  expect(crc32c(Buffer.concat([Buffer.from("abc"), bytes]), 3)).toBe(expected);
});
