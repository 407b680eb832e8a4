import { createServer } from "node:net";

/*
 * Below where systems take ports for outgoing connections (32768 on Linux): there, a client that calls a server that is
 * just down can be given the very port it calls, and connects to itself.
 */
const firstPort = 20_000;
const ports = 12_000;

/** Where this process looks next; each process begins elsewhere, so that two that look at once don't meet. */
let next = (process.pid * 131) % ports;

/** Ports of 127.0.0.1 that nobody listens on. */
export async function freePorts(count: number): Promise<readonly number[]> {
  const found: number[] = [];
  for (let tried = 0; found.length < count; tried++) {
    if (tried === ports)
      throw new Error(`fewer than ${count} of the ports ${firstPort} to ${firstPort + ports} are free`);
    const port = firstPort + next;
    next = (next + 1) % ports;
    if (await isFree(port)) found.push(port);
  }
  return found;
}

function isFree(port: number): Promise<boolean> {
  const server = createServer();
  return new Promise((done) => {
    server.once("error", () => done(false));
    server.listen(port, "127.0.0.1", () => server.close(() => done(true)));
  });
}
