import { expect, test } from "vitest";
import { userHasher } from "../../../pipelines/record/hash-user.ts";

test("userHasher: 16 digits that the key decides", () => {
  // printf visitor-7 | openssl dgst -sha256 -hmac secret
  expect(userHasher(Buffer.from("secret"))("visitor-7")).toBe("3ed8291b7d1c3011");
  expect(userHasher(Buffer.from("another"))("visitor-7")).not.toBe("3ed8291b7d1c3011");
});
