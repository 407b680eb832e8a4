import { connect as connectPlain, isIP, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import type { ISocketFactory } from "kafkajs";

/** The sockets of one client. */
export interface Sockets {
  /** Opens them, as kafkajs does by itself. */
  readonly factory: ISocketFactory;
  /** Closes those that are still open. */
  closeAll(): void;
}

const keepAliveMs = 60_000;

/**
 * Sockets that are known, so that none outlives its client: kafkajs forgets a connection when the address of a broker, or a coordinator, is
 * looked up anew, and a forgotten socket keeps the process from ending.
 */
export function trackSockets(): Sockets {
  const open = new Set<Socket>();
  return {
    factory({ host, port, ssl, onConnect }) {
      const servername = isIP(host) === 0 ? { servername: host } : {};
      const socket = ssl
        ? connectTls({ host, port, ...servername, ...ssl }, onConnect)
        : connectPlain({ host, port }, onConnect);
      socket.setKeepAlive(true, keepAliveMs);
      open.add(socket);
      socket.once("close", () => open.delete(socket));
      return socket;
    },
    closeAll() {
      for (const socket of open) socket.destroy();
    },
  };
}
