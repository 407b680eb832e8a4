import { expect, onTestFinished, test } from "vitest";
import { openS3Store, type S3Options } from "../../../connectors/objects/s3-store.ts";
import { type Fault, pointTo, startObjectServer } from "../../support/object-server.ts";
import { describeObjectStore } from "../../support/object-store-contract.ts";

function open(address = "s3://shop/twin", options: Partial<S3Options> = {}) {
  const store = openS3Store({ address, silenceMs: 300, attempts: 3, ...options });
  onTestFinished(() => store.close());
  return store;
}

const bytes = (text: string) => new TextEncoder().encode(text);

describeObjectStore("a server in memory", async () => {
  await startObjectServer();
  return open();
});

test.each<Fault>([
  { kind: "lose the answer" },
  { kind: "stay silent" },
  { kind: "refuse", status: 500, code: "InternalError" },
])("s3 store: a put that meets '$kind' once is tried again and known as its own", async (fault) => {
  const server = await startObjectServer();
  const faults = [fault];
  server.before = () => faults.pop();
  expect(await open().putIfAbsent("a", bytes("one"), { last: "1" })).toBe(true);
  expect(server.seen.filter(({ method }) => method === "PUT")).toHaveLength(2);
  expect([...server.objects.keys()]).toEqual(["shop/twin/a"]);
});

test("s3 store: a put whose answer is lost, and that another was before, is not its own", async () => {
  const server = await startObjectServer();
  await open().putIfAbsent("a", bytes("other"));
  server.before = () => (server.seen.length === 2 ? { kind: "lose the answer" } : undefined);
  expect(await open().putIfAbsent("a", bytes("one"))).toBe(false);
});

test("s3 store: of two puts at the same time the one that is asked to come again does", async () => {
  const server = await startObjectServer();
  server.before = () =>
    server.seen.length === 1 ? { kind: "refuse", status: 409, code: "ConditionalRequestConflict" } : undefined;
  expect(await open().putIfAbsent("a", bytes("one"))).toBe(true);
});

test.each([
  [403, "AccessDenied", "allow s3:ListBucket"],
  [403, "InvalidAccessKeyId", "check AWS_ACCESS_KEY_ID"],
  [403, "SignatureDoesNotMatch", "AWS_SECRET_ACCESS_KEY"],
  [400, "ExpiredToken", "AWS_SESSION_TOKEN"],
  [507, "InsufficientStorage", "is full; make room"],
  [400, "QuotaExceeded", "is full; make room"],
  [409, "ConditionalRequestConflict", "look into its log"],
  [501, "NotImplemented", "If-None-Match"],
  [500, "InternalError", "look into its log"],
  [403, "SomethingNew", "allow s3:ListBucket"],
])("s3 store: %i %s is one sentence that says what to do, without secrets", async (status, code, remedy) => {
  const server = await startObjectServer();
  server.before = () => ({ kind: "refuse", status, code });
  const error = await open()
    .putIfAbsent("a", bytes("one"))
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: "STORAGE_UNAVAILABLE", message: expect.stringContaining(remedy) });
  const { message } = error as Error;
  expect(message).toContain('"s3://shop/twin"');
  expect(message.split("\n")).toHaveLength(1);
  expect(message).not.toMatch(/secretsecret|as the test wants/);
});

test("s3 store: a bucket that is not there, for each question", async () => {
  await startObjectServer();
  const store = open("s3://elsewhere/twin");
  const error = { code: "STORAGE_UNAVAILABLE", message: expect.stringContaining("make the bucket") };
  await expect(store.putIfAbsent("a", bytes("one"))).rejects.toMatchObject(error);
  await expect(store.get("a")).rejects.toMatchObject(error);
  await expect(store.list("")).rejects.toMatchObject(error);
  await expect(store.remove("a")).rejects.toMatchObject(error);
});

test("s3 store: that another has just removed an object is no fault", async () => {
  const server = await startObjectServer();
  server.before = () => ({ kind: "refuse", status: 404, code: "NoSuchKey" });
  await expect(open().remove("a")).resolves.toBeUndefined();
});

test("s3 store: neither a region nor an endpoint", async () => {
  pointTo("http://127.0.0.1:1", { AWS_CONFIG_FILE: "/dev/null" });
  for (const name of ["AWS_ENDPOINT_URL_S3", "AWS_REGION"]) delete process.env[name];
  await expect(open().list("")).rejects.toThrow('"s3://shop/twin" needs a region; set AWS_REGION');
});

test("s3 store: nobody there, and one who never answers", async () => {
  const server = await startObjectServer();
  server.before = () => ({ kind: "stay silent" });
  await expect(open().list("")).rejects.toMatchObject({ message: expect.stringContaining("does not answer in time") });
  pointTo("http://127.0.0.1:1");
  await expect(open().list("")).rejects.toMatchObject({ message: expect.stringContaining("can't be reached") });
});
