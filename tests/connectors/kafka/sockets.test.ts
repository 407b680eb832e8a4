import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { trackSockets } from "../../../connectors/kafka/sockets.ts";

test("closeAll: closes what is open, whoever has forgotten it", async () => {
  const accepted: Socket[] = [];
  const server = createServer((socket) => accepted.push(socket.resume())).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const sockets = trackSockets();
  const opened = await Promise.all(
    [1, 2, 3].map(
      () =>
        new Promise<Socket>((done) => {
          const socket = sockets.factory({
            host: "127.0.0.1",
            port,
            ssl: null as never,
            onConnect: () => done(socket),
          });
        }),
    ),
  );
  opened[0]!.destroy();
  const closed = opened.map((socket) => (socket.closed ? Promise.resolve() : once(socket, "close")));
  sockets.closeAll();
  await Promise.all(closed);
  expect(opened.map((socket) => socket.destroyed)).toEqual([true, true, true]);
});
