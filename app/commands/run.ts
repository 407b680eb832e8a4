import { Command } from "commander";
import { addPipelineOptions, type PipelineFlags, pipelineSettings } from "../pipeline-options.ts";
import { runSession } from "../session.ts";
import { viewFor } from "../terminal/views.ts";

/** `twinstream run`: the stages on what the log holds and gets; several may run on one data folder at once. */
export function runCommand(): Command {
  const command = new Command("run")
    .description("Runs the stages on the event log. Any number may run on one data folder; they share the work.")
    .option("--drain", "end when everything is processed", false)
    .addHelpText("after", "\nExample: twinstream run --stages tokenize,embed,score --fused --drain");
  return addPipelineOptions(command).action(async (flags: PipelineFlags & { drain: boolean }) => {
    const { workers, drain, quiet } = flags;
    await runSession({ settings: pipelineSettings(flags), workers, drain, view: viewFor(quiet === true) });
  });
}
