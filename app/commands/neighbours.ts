import { Command, Option } from "commander";
import type { ModelStore } from "../../connectors/model-store.ts";
import { readWords } from "../../models/text/read-words.ts";
import type { Neighbour } from "../../models/word2vec/word-vectors.ts";
import { isWord2vec, type Word2vecModel, word2vec } from "../../models/word2vec/word2vec.ts";
import { withLiveModel } from "../../pipelines/live-models.ts";
import { TwinstreamError } from "../../schemas/errors.ts";
import { withDataToRead } from "../data.ts";
import { dataOption, jsonOption, wholeNumber } from "../options.ts";
import { noteDamaged, number, printResult, textTable } from "../terminal/output.ts";

interface Flags {
  readonly data: string;
  readonly model?: string;
  readonly limit: number;
  readonly json?: true;
}

/** `twinstream models neighbours WORD`: the words that a word2vec model finds used like another one. */
export function neighboursCommand(): Command {
  const command = new Command("neighbours")
    .description("The words that queries and titles use most like a word.")
    .argument("<word>")
    .option("--model <reference>", "a word2vec model (default: the newest one)")
    .addOption(new Option("--limit <n>", "how many words").argParser(wholeNumber(1)).default(10))
    .addOption(dataOption())
    .addOption(jsonOption())
    .addHelpText("after", "\nExample: twinstream models neighbours faucet --model word2vec-1");
  return command.action(async (text: string, flags: Flags) => {
    await withDataToRead({ data: flags.data }, ({ models }) => printNeighbours(models, text, flags));
  });
}

async function printNeighbours(models: ModelStore, text: string, flags: Flags): Promise<void> {
  const reference = flags.model ?? (await newestReference(models));
  const word = wordIn(text);
  const neighbours = await withLiveModel(models, reference, async ({ model }) => {
    if (isWord2vec(model)) return model.neighbours(word, flags.limit) ?? refuse(model, reference, word);
    throw new TwinstreamError("WRONG_USAGE", `"${reference}" has no vectors of words; name a word2vec model`);
  });
  printResult(flags.json, { model: reference, word, neighbours }, () => table(neighbours));
}

async function newestReference(models: ModelStore): Promise<string> {
  const newest = (await models.list(noteDamaged)).findLast((manifest) => manifest.kind === word2vec.kind);
  if (newest !== undefined) return newest.reference;
  const remedy = "train one: twinstream train word2vec --from FILE --preset home-depot";
  throw new TwinstreamError("MODEL_NOT_FOUND", `there is no word2vec model yet; ${remedy}`);
}

/** The word as queries and titles have it once they are read. */
function wordIn(text: string): string {
  const { words } = readWords(text);
  if (words.length === 1) return words[0]!;
  throw new TwinstreamError("WRONG_USAGE", `"${text}" is ${words.length} words; give one`);
}

function refuse(model: Word2vecModel, reference: string, word: string): never {
  const close = model.similarlyWritten(word).slice(0, 5);
  const others = close.length > 0 ? `; it knows ${close.join(", ")}` : ", nor one that is written like it; try another";
  throw new TwinstreamError("WRONG_USAGE", `${reference} does not know the word "${word}"${others}`);
}

function table(neighbours: readonly Neighbour[]): string {
  return textTable([["word", "cosine"], ...neighbours.map((found) => [found.word, number(found.similarity, 4)])]);
}
