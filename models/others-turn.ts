/** Lets what else waits for the thread go on first; long work asks for it now and then. */
export function othersTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
