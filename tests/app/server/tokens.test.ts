import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { readTokens } from "../../../app/server/tokens.ts";

const [shop, page, boss] = ["shop-token-0123456789", "page-token-0123456789", "boss-token-0123456789"];
const hashed = createHash("sha256").update(boss).digest("hex");

test("readTokens: who bears a token, as it is or as its hash, and nobody else", () => {
  const tokens = readTokens(
    `# ours\nshop write ${shop} # the feed\n\n  page\tread ${page}\nboss admin sha256:${hashed}`,
    "t",
  );
  expect([shop, page, boss, `sha256:${hashed}`, "", shop.slice(1)].map((token) => tokens.callerOf(token))).toEqual([
    { name: "shop", role: "write" },
    { name: "page", role: "read" },
    { name: "boss", role: "admin" },
    undefined,
    undefined,
    undefined,
  ]);
  expect(JSON.stringify(tokens)).not.toContain(shop);
});

test("readTokens: a variable has them between semicolons", () => {
  const tokens = readTokens(`shop write ${shop}; page read ${page}`, "TWINSTREAM_TOKENS");
  expect(tokens.callerOf(page)).toEqual({ name: "page", role: "read" });
});

test.each([
  ["shop read", "line 1: write NAME ROLE TOKEN"],
  [`shop read ${shop} more`, "line 1: write NAME ROLE TOKEN"],
  [`\nshop owner ${shop}`, 'line 2: there is no role "owner"; there are read, write, admin'],
  ["shop read short", "line 1: a token has at least 16 characters; make one with: openssl rand -hex 32"],
  [`a read ${shop}\na read ${page}`, 'line 2: "a" is there already'],
  [`a read ${shop}\nb admin ${shop}`, "line 2: this token is there already"],
  ["# none yet\n", "tokens.txt holds no token"],
])("readTokens: %j is refused with its line, and no token is told", (text, says) => {
  const read = () => readTokens(text, "tokens.txt");
  expect(read).toThrow(says);
  expect(read).not.toThrow(shop);
});
