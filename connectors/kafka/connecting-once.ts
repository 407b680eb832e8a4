import { Connection } from "./kafkajs-inside.ts";

const { connect } = Connection.prototype;
const underWay = new WeakMap<Connection, Promise<boolean>>();

/**
 * Has whoever needs a connection that is just being made wait for it. kafkajs 2.2.4 would open a second one and forget the first, which is never
 * closed and keeps the process until the broker hangs up, ten minutes later.
 */
export function installConnectingOnce(): void {
  Connection.prototype.connect = connectOnce;
}

function connectOnce(this: Connection): Promise<boolean> {
  const known = underWay.get(this);
  if (known !== undefined) return known;
  const connecting = connect.call(this).finally(() => underWay.delete(this));
  underWay.set(this, connecting);
  return connecting;
}
