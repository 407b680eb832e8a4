import { execFile } from "node:child_process";
import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** A certificate with its key, both PEM. */
interface Identity {
  readonly cert: string;
  readonly key: string;
}

/** Who signed, a server at 127.0.0.1 and a client; all PEM, good for a day. */
export interface Certificates {
  readonly ca: string;
  readonly server: Identity;
  readonly client: Identity;
}

const password = "not-a-secret";

/** Makes certificates as Java's `keytool` does; each call has a signer of its own, whom nobody trusts yet. */
export async function makeCertificates(): Promise<Certificates> {
  const folder = mkdtempSync(join(tmpdir(), "twinstream-certificates-"));
  const store = join(folder, "store.p12");
  const keytool = async (...words: readonly string[]) =>
    (await promisify(execFile)("keytool", [...words, "-keystore", store, "-storepass", password])).stdout;
  const make = (name: string, ...words: readonly string[]) =>
    keytool("-genkeypair", "-alias", name, "-dname", `CN=${name}`, "-keyalg", "EC", "-validity", "1", ...words);
  try {
    await make("ca", "-ext", "bc:c=ca:true");
    await make("server", "-signer", "ca", "-ext", "san=ip:127.0.0.1");
    await make("client", "-signer", "ca");
    const certificates = await keytool("-list", "-rfc");
    const keys = privateKeys(readFileSync(store));
    const [ca, server, client] = ["ca", "server", "client"].map((name) => identity(name, certificates, keys));
    return { ca: ca!.cert, server: server!, client: client! };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function identity(name: string, listed: string, keys: readonly KeyObject[]): Identity {
  const pems = listed.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  const certificate = pems.map((pem) => new X509Certificate(pem)).find(({ subject }) => subject === `CN=${name}`)!;
  const key = keys.find((candidate) => certificate.checkPrivateKey(candidate))!;
  return { cert: certificate.toString(), key: key.export({ type: "pkcs8", format: "pem" }) as string };
}

/**
 * The keys of a PKCS #12 store, which neither keytool nor Node.js gives out. Each lies in a bag of the type
 * pkcs8ShroudedKeyBag (RFC 7292, 4.2.2), as an encrypted PKCS #8 key, which Node.js does read.
 */
function privateKeys(store: Buffer): readonly KeyObject[] {
  const bagType = Buffer.from("060b2a864886f70d010c0a0102", "hex");
  const keys: KeyObject[] = [];
  for (let at = store.indexOf(bagType); at >= 0; at = store.indexOf(bagType, at + 1)) {
    const { start } = derContent(store, at + bagType.length);
    const { end } = derContent(store, start);
    keys.push(
      createPrivateKey({ key: store.subarray(start, end), format: "der", type: "pkcs8", passphrase: password }),
    );
  }
  return keys;
}

/** Where the content of a DER value starts and ends: a tag, then the length in one byte, or in as many as it says. */
function derContent(bytes: Buffer, at: number): { readonly start: number; readonly end: number } {
  const first = bytes[at + 1]!;
  const lengthBytes = first < 0x80 ? 0 : first & 0x7f;
  const start = at + 2 + lengthBytes;
  const length = lengthBytes === 0 ? first : bytes.readUIntBE(at + 2, lengthBytes);
  return { start, end: start + length };
}
