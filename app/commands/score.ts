import { Command } from "commander";
import { type Cell, writeRows } from "../../connectors/files/write-rows.ts";
import { scoreEvents } from "../../pipelines/evaluation/score-events.ts";
import { type LiveModel, withLiveModel } from "../../pipelines/live-models.ts";
import type { ScoredEvent } from "../../schemas/generated/events.ts";
import { requireData, withDataFolder } from "../data.ts";
import { addImportOptions, type ImportFlags, openImport, summaryText } from "../import-options.ts";
import { aloneOption, dataOption, jsonOption } from "../options.ts";
import { number, printResult } from "../terminal/output.ts";

interface Flags extends ImportFlags {
  readonly data: string;
  readonly model: string;
  readonly input: string;
  readonly output: string;
  readonly alone?: true;
  readonly json?: true;
}

const columns = ["event_id", "query", "product_id", "title", "position", "grade", "score", "model"] as const;

/** `twinstream score`: a file of queries and products into a file of scores. */
export function scoreCommand(): Command {
  const command = new Command("score")
    .description(
      "Scores the rows of a file, those of a query together, and writes them with their scores: CSV, or JSON lines for a name that ends in .jsonl.",
    )
    .requiredOption("--model <reference>", "the model to score with")
    .requiredOption("--input <file>", "queries and products")
    .requiredOption("--output <file>", "where the scores go")
    .addOption(aloneOption())
    .addOption(dataOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      "\nExample: twinstream score --model ridge-1 --input rows.csv --map query=q,title=name,product_id=sku --output scores.csv",
    );
  return addImportOptions(command).action((flags: Flags) => score(flags));
}

async function score(flags: Flags): Promise<void> {
  requireData(flags.data);
  await withDataFolder({ data: flags.data }, async ({ models }) => {
    const file = openImport(flags.input, flags);
    let scored = 0;
    const rows = async function* (live: LiveModel) {
      for await (const events of scoreEvents(live, file, flags)) {
        const batch = events.flatMap(rowsOf);
        scored += batch.length;
        yield batch;
      }
    };
    await withLiveModel(models, flags.model, (live) => writeRows(flags.output, columns, rows(live)));
    printResult(
      flags.json,
      { ...file.summary, scored, output: flags.output },
      () => `${summaryText(file.summary)}\n${number(scored)} scores in ${flags.output}`,
    );
  });
}

function rowsOf({ eventId, query, model, products }: ScoredEvent): readonly (readonly Cell[])[] {
  return products.map(({ productId, title, position, grade, score: value }) => [
    eventId,
    query,
    productId,
    title,
    position,
    grade,
    value,
    model,
  ]);
}
