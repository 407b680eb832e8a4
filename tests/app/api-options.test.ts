import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { whileServingApi } from "../../app/api-options.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const usual = { stallSeconds: 30 };
const here = { host: "127.0.0.1", port: 0 };

test("whileServingApi: where others can reach it nothing begins without tokens", async () => {
  const work = () => Promise.reject(new Error("begun"));
  await expect(whileServingApi({ ...usual, api: { host: "0.0.0.0", port: 8080 } }, work)).rejects.toMatchObject({
    code: "WRONG_USAGE",
    message:
      "others than this machine can reach 0.0.0.0:8080, so the API needs tokens there; give --tokens FILE, or listen on 127.0.0.1",
  });
});

test("whileServingApi: tokens come from a file, which must be there and hold some", async () => {
  const folder = temporaryFolder();
  const tokens = join(folder, "tokens.txt");
  const serve = () => whileServingApi({ ...usual, api: here, tokens }, async () => "served");
  await expect(serve()).rejects.toMatchObject({ code: "FILE_NOT_FOUND" });
  writeFileSync(tokens, "# none\n");
  await expect(serve()).rejects.toMatchObject({ code: "WRONG_USAGE" });
  writeFileSync(tokens, "shop read shop-token-0123456789\n");
  expect(await serve()).toBe("served");
});

test("whileServingApi: none is served where none is wanted", async () => {
  expect(await whileServingApi({ ...usual, api: "none" }, async ({ phase }) => phase)).toBe("starting");
});
