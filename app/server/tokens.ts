import { createHash, timingSafeEqual } from "node:crypto";
import { TwinstreamError } from "../../schemas/errors.ts";
import { type Caller, type Role, roles } from "./routes/route.ts";

/** Who may ask a server. */
export interface Tokens {
  /** Who bears a token; undefined when nobody does. It takes as long whichever it is. */
  callerOf(token: string): Caller | undefined;
}

interface Kept extends Caller {
  readonly hash: Buffer;
}

const shortestToken = 16;
const hashPattern = /^sha256:([0-9a-f]{64})$/;

/**
 * Reads tokens, one a line (or between semicolons) as `NAME ROLE TOKEN`, the token as it is or as `sha256:` and its hash; `#` begins a
 * remark. Only hashes are kept. Throws WRONG_USAGE with the line, never with the token; `where` is what the text came from.
 */
export function readTokens(text: string, where: string): Tokens {
  const kept: Kept[] = [];
  for (const [i, line] of text.split(/[\n;]/).entries()) {
    const said = line.replace(/#.*/, "").trim();
    if (said === "") continue;
    const read = readLine(said);
    const fault = typeof read === "string" ? read : faultAmong(read, kept);
    if (fault !== undefined) throw new TwinstreamError("WRONG_USAGE", `${where}, line ${i + 1}: ${fault}`);
    kept.push(read as Kept);
  }
  if (kept.length === 0)
    throw new TwinstreamError("WRONG_USAGE", `${where} holds no token; write lines such as: shop read TOKEN`);
  return { callerOf: (token) => bearerAmong(kept, token) };
}

function readLine(line: string): Kept | string {
  const [name, role, token, ...more] = line.split(/\s+/);
  if (token === undefined || more.length > 0) return "write NAME ROLE TOKEN, with no blanks in them";
  if (!roles.includes(role as Role)) return `there is no role "${role}"; there are ${roles.join(", ")}`;
  const hash = hashPattern.exec(token)?.[1];
  if (hash === undefined && token.length < shortestToken)
    return `a token has at least ${shortestToken} characters; make one with: openssl rand -hex 32`;
  return { name: name!, role: role as Role, hash: hash === undefined ? hashOf(token) : Buffer.from(hash, "hex") };
}

function faultAmong({ name, hash }: Kept, others: readonly Kept[]): string | undefined {
  if (others.some((other) => other.name === name))
    return `"${name}" is there already; give each token a name of its own`;
  return others.some((other) => other.hash.equals(hash)) ? "this token is there already; make another" : undefined;
}

/** Compares with every one, each in constant time, so that the time tells nothing of where they differ. */
function bearerAmong(kept: readonly Kept[], token: string): Caller | undefined {
  const hash = hashOf(token);
  return kept.filter((each) => timingSafeEqual(each.hash, hash)).map(({ name, role }) => ({ name, role }))[0];
}

function hashOf(token: string): Buffer {
  return createHash("sha256").update(token).digest();
}
