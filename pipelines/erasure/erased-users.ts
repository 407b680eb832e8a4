import type { HashUser } from "../record/hash-user.ts";

/** Whether nobody is to see any more what was sent of a user at a time, milliseconds since 1970 UTC. */
export type IsErasedUser = (userId: string, sentAt: number) => boolean;

/** Who was erased, as of when it is asked; the same function again as long as nobody else was. */
export type ErasedUsers = () => Promise<IsErasedUser>;

/** Nobody was. */
export const nobodyErased: IsErasedUser = () => false;

/** Knows the erasures that `read` gives: until when each user was erased, by their hashes. `hashUser` is asked for once somebody was. */
export function knownErasures(
  read: () => Promise<ReadonlyMap<string, number>>,
  hashUser: () => Promise<HashUser>,
): ErasedUsers {
  let [isErased, mark] = [nobodyErased, ""];
  return async () => {
    const users = await read();
    const now = [...users].join();
    if (now !== mark) [isErased, mark] = [erasedAmong(users, await hashUser()), now];
    return isErased;
  };
}

/** A hash takes two microseconds, so there is none for what was sent after the last erasure. */
function erasedAmong(users: ReadonlyMap<string, number>, hashUser: HashUser): IsErasedUser {
  const last = Math.max(...users.values());
  return (userId, sentAt) => sentAt <= last && sentAt <= (users.get(hashUser(userId)) ?? Number.NEGATIVE_INFINITY);
}
