import { expect, test } from "vitest";
import { decodePicture } from "../../../connectors/pictures/decode-picture.ts";
import { pictureAddress } from "../../../connectors/pictures/encode-picture.ts";

test("pictureAddress: an address that holds the picture", async () => {
  const size = { width: 6, height: 8 };
  const values = Uint8Array.from({ length: 6 * 8 * 3 }, (_, place) => [200, 60, 30][place % 3]!);
  const address = await pictureAddress({ ...size, values });
  expect(address).toMatch(/^data:image\/jpeg;base64,[A-Za-z0-9+/]+=*$/);
  const decoded = await decodePicture(Buffer.from(address.split(",")[1]!, "base64"), size);
  if ("fault" in decoded) throw new Error(decoded.fault);
  for (const [place, value] of decoded.pixels.values.entries())
    expect(Math.abs(value - values[place]!)).toBeLessThan(4);
});
