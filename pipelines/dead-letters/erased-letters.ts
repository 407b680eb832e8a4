import { erasedUsers } from "../../connectors/duckdb/erasures.ts";
import type { HashUser } from "../record/hash-user.ts";
import type { KeptLetter } from "./letters.ts";
import { userOfLetter } from "./user-of-letter.ts";

/** Whether nobody is to see a letter any more. */
export type IsErased = (letter: Pick<KeptLetter, "topic" | "value" | "diedAt">) => boolean;

/** The letters of users who were erased since they died, as far as their records can be read, by the erasures that a folder of tables has now. */
export async function erasedLetters(tablesFolder: string, hashUser: HashUser): Promise<IsErased> {
  const users = await erasedUsers(tablesFolder);
  if (users.size === 0) return () => false;
  return (letter) => {
    const user = userOfLetter(letter);
    const until = user === undefined ? undefined : users.get(hashUser(user));
    return until !== undefined && letter.diedAt <= until;
  };
}
