import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from "@aws-sdk/client-s3";
import type { Labels, ObjectEntry, ObjectStore, StoredObject } from "./object-store.ts";
import { parseS3Address, type S3Address } from "./s3-address.ts";
import { statusOf, storageUnavailable } from "./s3-sentences.ts";

/** How an S3 store is opened. */
export interface S3Options {
  /** `s3://BUCKET/PREFIX`. */
  readonly address: string;
  /** A request during which nothing comes for so long is tried again, milliseconds; 30 seconds unless said. */
  readonly silenceMs?: number;
  /** How often a request is tried before it fails; 5 times unless said, with pauses that grow to some seconds. */
  readonly attempts?: number;
}

const refused = 412;
const conflicting = 409;
const mostRounds = 10;

/**
 * Opens S3 or what speaks its language. Endpoint, region and credentials come from where AWS programs look for them: AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL,
 * AWS_REGION, AWS_ACCESS_KEY_ID and its kin, profiles, the role of the machine. Buckets of an endpoint of one's own are addressed by path, unless
 * TWINSTREAM_S3_PATH_STYLE is `false`. Nothing is asked of the storage yet. Throws WRONG_USAGE for an address that is none.
 */
export function openS3Store(options: S3Options): ObjectStore {
  return new S3Store(options.address, parseS3Address(options.address), openClient(options));
}

function openClient({ silenceMs = 30_000, attempts = 5 }: S3Options): S3Client {
  // Its notice to move to Node.js 22 is for those who build the program, not for those who run it.
  process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
  const { AWS_REGION, AWS_DEFAULT_REGION, AWS_ENDPOINT_URL_S3, AWS_ENDPOINT_URL, TWINSTREAM_S3_PATH_STYLE } =
    process.env;
  const hasOwnEndpoint = (AWS_ENDPOINT_URL_S3 ?? AWS_ENDPOINT_URL) !== undefined;
  const region = AWS_REGION ?? AWS_DEFAULT_REGION ?? (hasOwnEndpoint ? "us-east-1" : undefined);
  return new S3Client({
    ...(region !== undefined && { region }),
    forcePathStyle: TWINSTREAM_S3_PATH_STYLE === undefined ? hasOwnEndpoint : TWINSTREAM_S3_PATH_STYLE !== "false",
    maxAttempts: attempts,
    requestHandler: { connectionTimeout: Math.min(5_000, silenceMs), socketTimeout: silenceMs },
  });
}

class S3Store implements ObjectStore {
  readonly address: string;
  private readonly place: S3Address;
  private readonly client: S3Client;

  constructor(address: string, place: S3Address, client: S3Client) {
    this.address = address;
    this.place = place;
    this.client = client;
  }

  async putIfAbsent(key: string, bytes: Uint8Array, labels: Labels = {}): Promise<boolean> {
    for (let round = 1; ; round++) {
      const refusal = await this.tryPut(key, bytes, labels);
      if (refusal === undefined) return true;
      const there = statusOf(refusal) === refused ? await this.get(key) : undefined;
      if (there !== undefined) return isEqual(there, { bytes, labels });
      // Two puts at the same time, of which S3 asks one to come again; or what was in the way is gone by now.
      if (round === mostRounds) throw storageUnavailable(this.address, refusal);
    }
  }

  async replace(key: string, bytes: Uint8Array, labels: Labels = {}): Promise<void> {
    const request = { ...this.named(key), Body: bytes, Metadata: { ...labels } };
    await this.ask(() => this.client.send(new PutObjectCommand(request)));
  }

  async get(key: string): Promise<StoredObject | undefined> {
    return this.askFor(async () => {
      const { Body, Metadata } = await this.client.send(new GetObjectCommand(this.named(key)));
      return { bytes: await Body!.transformToByteArray(), labels: Metadata ?? {} };
    });
  }

  async labels(key: string): Promise<Labels | undefined> {
    const found = await this.askFor(() => this.client.send(new HeadObjectCommand(this.named(key))));
    return found && (found.Metadata ?? {});
  }

  async list(prefix: string, after?: string): Promise<readonly ObjectEntry[]> {
    const { bucket, prefix: root } = this.place;
    const entries: ObjectEntry[] = [];
    let start: { StartAfter?: string; ContinuationToken?: string } =
      after === undefined ? {} : { StartAfter: root + after };
    for (;;) {
      const request = new ListObjectsV2Command({ Bucket: bucket, Prefix: root + prefix, ...start });
      const page = await this.ask(() => this.client.send(request));
      for (const { Key = "", Size = 0, LastModified } of page.Contents ?? [])
        entries.push({ key: Key.slice(root.length), bytes: Size, modifiedAt: LastModified?.getTime() ?? 0 });
      if (page.NextContinuationToken === undefined) return entries;
      start = { ContinuationToken: page.NextContinuationToken };
    }
  }

  async remove(key: string): Promise<void> {
    // Some storages say so when another has just removed it.
    await this.askFor(() => this.client.send(new DeleteObjectCommand(this.named(key))));
  }

  close(): void {
    this.client.destroy();
  }

  /** What the storage says where it does not put the object for one that is, or just comes, there. */
  private async tryPut(key: string, bytes: Uint8Array, labels: Labels): Promise<unknown> {
    const request = { ...this.named(key), Body: bytes, Metadata: { ...labels }, IfNoneMatch: "*" };
    try {
      await this.client.send(new PutObjectCommand(request));
      return undefined;
    } catch (error) {
      const status = statusOf(error);
      if (status === refused || status === conflicting) return error;
      throw storageUnavailable(this.address, error);
    }
  }

  private named(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.place.bucket, Key: this.place.prefix + key };
  }

  private async ask<Answer>(request: () => Promise<Answer>): Promise<Answer> {
    try {
      return await request();
    } catch (error) {
      throw storageUnavailable(this.address, error);
    }
  }

  /** That an object is not there is an answer. */
  private askFor<Answer>(request: () => Promise<Answer>): Promise<Answer | undefined> {
    return this.ask(() =>
      request().catch((error: Error) => {
        if (!missingObject.includes(error.name)) throw error;
        return undefined;
      }),
    );
  }
}

/** HEAD has no body to say more in, so there a bucket that is missing is the same. */
const missingObject: readonly string[] = ["NoSuchKey", "NotFound"];

function isEqual(a: StoredObject, b: StoredObject): boolean {
  const names = Object.keys(a.labels);
  const areLabelsEqual =
    names.length === Object.keys(b.labels).length && names.every((name) => a.labels[name] === b.labels[name]);
  return areLabelsEqual && Buffer.compare(a.bytes, b.bytes) === 0;
}
