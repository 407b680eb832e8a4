import { randomUUID } from "node:crypto";
import { onTestFinished } from "vitest";
import { openS3Store } from "../../../connectors/objects/s3-store.ts";
import { describeWithStorage } from "../../support/describe-with-servers.ts";
import { pointTo } from "../../support/object-server.ts";
import { describeObjectStore } from "../../support/object-store-contract.ts";

describeWithStorage("on a real S3 server", (storage) => {
  describeObjectStore("S3Mock", async () => {
    const { url, bucket } = storage();
    pointTo(url);
    const store = openS3Store({ address: `s3://${bucket}/${randomUUID()}` });
    onTestFinished(() => store.close());
    return store;
  });
});
