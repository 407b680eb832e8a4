/** Lets what else waits for the thread go on first; long work asks for it now and then. */
export function othersTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Words of titles that are worked through in one go: two to five milliseconds of the dearest step of scoring. */
const wordsInOneGo = 2_000;

/** Counts the words that work on texts has been through, and says when it has been at it for so long that it is the others' turn. */
export function countTowardsTurn(): (words: number) => boolean {
  let sum = 0;
  return (words) => {
    sum += words;
    if (sum < wordsInOneGo) return false;
    sum = 0;
    return true;
  };
}
