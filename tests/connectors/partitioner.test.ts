import { expect, test } from "vitest";
import { murmur2, partitionOf } from "../../connectors/partitioner.ts";

// From UtilsTest.testMurmur2 of Apache Kafka.
test.each([
  ["21", -973932308],
  ["foobar", -790332482],
  ["a-little-bit-long-string", -985981536],
  ["a-little-bit-longer-string", -1486304829],
  ["lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971],
  ["abc", 479470107],
])("murmur2: %s hashes as in Kafka", (key, hash) => {
  expect(murmur2(Buffer.from(key))).toBe(hash);
});

test("partitionOf: is the hash without its sign, over the partitions", () => {
  // -973932308 & 0x7fffffff = 1173551340
  expect(partitionOf(Buffer.from("21"), 7)).toBe(1173551340 % 7);
});
