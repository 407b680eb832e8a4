import { type Key, openAsClass, type RootDatabase, type RootDatabaseOptionsWithPath } from "lmdb";
import { systemClock } from "../clock.ts";
import { isDestroyedLock } from "./failures.ts";

const attempts = 200;
/** Waits at most so long between two attempts; drawn anew each time, so that those who got in each other's way don't again. */
const longestWaitMs = 10;

type RootOptions = RootDatabaseOptionsWithPath & { readonly isRoot: true };
type RootClass<V, K extends Key> = new (name: null, options: RootOptions) => RootDatabase<V, K>;

/**
 * Opens a file of LMDB to be read. Whoever closes such a file as its last user destroys the locks beside it, even when
 * another is just opening it, who then holds locks that nobody can take (ITS#10095 of OpenLDAP, mended in LMDB 0.9.32 but
 * not in the one of `lmdb`). What was opened so is closed and opened again: the first who finds nobody else there makes
 * the locks anew. Throws what LMDB throws.
 */
export async function openToRead<V, K extends Key>(options: RootDatabaseOptionsWithPath): Promise<RootDatabase<V, K>> {
  const rootOptions: RootOptions = { ...options, readOnly: true, isRoot: true };
  for (let attempt = 1; ; attempt++) {
    // not `open`: that leaves the file open, out of reach, when its first transaction fails
    const Root = openAsClass<V, K>({ ...rootOptions }) as unknown as RootClass<V, K>;
    try {
      return new Root(null, rootOptions);
    } catch (error) {
      await Root.prototype.close.call({ isRoot: true });
      if (!isDestroyedLock(error) || attempt === attempts) throw error;
      await systemClock.wait(Math.random() * longestWaitMs);
    }
  }
}
