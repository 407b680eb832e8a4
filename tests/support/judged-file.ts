import { seededRandom } from "../../models/random.ts";

const colours = ["red", "white", "black", "brass", "oak", "steel", "blue", "grey"];
const things = ["faucet", "bracket", "door knob", "ceiling fan", "paint roller", "shelf", "drill bit", "tile", "hinge"];

/** A small file of judgments as the `home-depot` preset reads it: a better match of words has a higher grade. */
export function judgedCsv(queries: number, productsEach = 4): string {
  const random = seededRandom(7);
  const pick = (words: readonly string[]) => words[random.int(words.length)]!;
  const lines = ["id,product_uid,product_title,search_term,relevance"];
  for (let query = 0; query < queries; query++) {
    const [colour, thing] = [pick(colours), pick(things)];
    for (let product = 0; product < productsEach; product++) {
      const [itsColour, itsThing] = [pick([colour, pick(colours)]), pick([thing, pick(things)])];
      const grade = 1 + (itsColour === colour ? 0.67 : 0) + (itsThing === thing ? 1.33 : 0);
      const id = lines.length;
      lines.push(`${id},${100000 + id},Hearth ${id} in. ${itsColour} ${itsThing},${colour} ${thing} ${query},${grade}`);
    }
  }
  return `${lines.join("\n")}\n`;
}
