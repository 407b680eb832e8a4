import type { Mechanism } from "kafkajs";
import { expect, onTestFinished, test } from "vitest";
import { saslOptions } from "../../../connectors/kafka/sasl.ts";
import { startTokenServer } from "../../support/token-server.ts";

test("oauthbearer: a token serves until four fifths of its life are over, then a new one is fetched", async () => {
  const server = await startTokenServer({ shop: "shop-secret" }, () => 1_000);
  onTestFinished(() => server.stop());
  let now = 0;
  const clock = { now: () => now, wait: async () => undefined };
  const oauth = {
    mechanism: "oauthbearer",
    tokenUrl: server.tokenUrl,
    clientId: "shop",
    clientSecret: "shop-secret",
  } as const;
  const { authenticationProvider } = saslOptions({ ...oauth, scope: undefined }, clock) as Mechanism;
  const said: string[] = [];
  const logIn = async () => {
    const broker = { host: "one", port: 9092, logger: console as never };
    const saslAuthenticate = async ({ request }: { readonly request: { encode(): Buffer | Promise<Buffer> } }) => {
      said.push(String((await request.encode()).subarray(4)));
    };
    await authenticationProvider({ ...broker, saslAuthenticate }).authenticate();
    return server.given;
  };
  expect(await logIn()).toBe(1);
  now = 799_999;
  expect(await logIn()).toBe(1);
  now = 800_000;
  expect(await logIn()).toBe(2);
  const bearer = expect.stringMatching(/^auth=Bearer [\w-]+\.[\w-]+\.[\w-]+$/);
  expect(said[0]!.split("\u0001")).toEqual(["n,,", bearer, "", ""]);
  expect(said[1]).toBe(said[0]);
});
