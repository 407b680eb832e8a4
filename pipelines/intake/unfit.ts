/** Why something that was sent is no event: names the field and says what to do. */
export class Unfit extends Error {}

/** What is told of a value that is of another kind than what belongs there. */
export function unfit(path: string, given: unknown, wanted: string): Unfit {
  return new Unfit(`${path === "" ? "the event" : `field "${path}"`} is ${inWords(given)}; give ${wanted}`);
}

const shownCharacters = 40;

function inWords(given: unknown): string {
  if (Array.isArray(given)) return "a list";
  if (typeof given === "object" && given !== null) return "an object";
  if (typeof given !== "string") return String(given);
  const shown = given.length > shownCharacters ? `${given.slice(0, shownCharacters)}…` : given;
  return `the text ${JSON.stringify(shown)}`;
}

/** What is made of something that was sent, or why it is no event. */
export function orRefused<Made>(make: () => Made): Made | { readonly refused: string } {
  try {
    return make();
  } catch (error) {
    if (error instanceof Unfit) return { refused: error.message };
    throw error;
  }
}
