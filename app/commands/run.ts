import { Command } from "commander";
import { untilInterrupted } from "../interrupt.ts";
import { jsonOption } from "../options.ts";
import { patience } from "../patience.ts";
import { addPipelineOptions, type PipelineFlags, pipelineSettings } from "../pipeline-options.ts";
import { addServerOptions, type ServerFlags, whileServing } from "../server-options.ts";
import { runSession } from "../session.ts";
import { printResult } from "../terminal/output.ts";
import { viewFor } from "../terminal/views.ts";

type Flags = PipelineFlags & ServerFlags & { readonly drain: boolean; readonly json?: true };

/** `twinstream run`: the stages on what the log holds and gets; several may run on one data folder at once. */
export function runCommand(): Command {
  const command = new Command("run")
    .description("Runs the stages on the event log. Any number may run on one data folder; they share the work.")
    .option("--drain", "end when everything is processed", false)
    .addOption(jsonOption())
    .addHelpText("after", "\nExample: twinstream run --stages tokenize,embed,score --no-fused --drain");
  return addServerOptions(addPipelineOptions(command)).action(async (flags: Flags) => {
    const { workers, drain, quiet, json } = flags;
    const settings = pipelineSettings(flags);
    const view = await viewFor(quiet === true || json === true);
    const stages = await untilInterrupted(
      (signal, ending) =>
        whileServing(flags, (vitals) => runSession({ settings, workers, drain, signal, ending, view, vitals })),
      patience,
    );
    if (json) printResult(json, { stages }, () => "");
  });
}
