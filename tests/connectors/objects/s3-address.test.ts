import { expect, test } from "vitest";
import { parseS3Address } from "../../../connectors/objects/s3-address.ts";

test.each([
  ["s3://shop", { bucket: "shop", prefix: "" }],
  ["s3://shop/", { bucket: "shop", prefix: "" }],
  ["s3://shop.eu-1/tables", { bucket: "shop.eu-1", prefix: "tables/" }],
  ["s3://shop/a//b/", { bucket: "shop", prefix: "a/b/" }],
])("s3 address: reads %s", (text, address) => {
  expect(parseS3Address(text)).toEqual(address);
});

test.each(["", "tables", "s3://", "s3:///tables", "s3://A_B/x", "gs://shop/tables", "s3://ab"])(
  "s3 address: refuses %j with an example",
  (text) => {
    const error = { code: "WRONG_USAGE", message: expect.stringContaining("s3://shop-tables/twinstream") };
    expect(() => parseS3Address(text)).toThrow(expect.objectContaining(error));
  },
);
