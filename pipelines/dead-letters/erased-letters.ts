import type { IsErasedUser } from "../erasure/erased-users.ts";
import type { KeptLetter } from "./letters.ts";
import { userOfLetter } from "./user-of-letter.ts";

/** Whether nobody is to see a letter any more. */
export type IsErased = (letter: Pick<KeptLetter, "topic" | "value" | "diedAt">) => boolean;

/** The letters of users who were erased since they died, as far as their records can be read. */
export function erasedLetters(isErased: IsErasedUser): IsErased {
  return (letter) => {
    const user = userOfLetter(letter);
    return user !== undefined && isErased(user, letter.diedAt);
  };
}
