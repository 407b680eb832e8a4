import type { Command } from "commander";
import { deadLettersCommand } from "./dead-letters.ts";
import { doctorCommand } from "./doctor.ts";
import { evaluateCommand } from "./evaluate.ts";
import { explainCommand } from "./explain.ts";
import { generateCommand } from "./generate.ts";
import { lagCommand } from "./lag.ts";
import { modelsCommand } from "./models.ts";
import { replayCommand } from "./replay.ts";
import { runCommand } from "./run.ts";
import { scoreCommand } from "./score.ts";
import { serveCommand } from "./serve.ts";
import { sqlCommand } from "./sql.ts";
import { startCommand } from "./start.ts";
import { topicsCommand } from "./topics.ts";
import { trainCommand } from "./train.ts";

/** Every command, in the order in which help shows them. One more command is one more file and one more line here. */
export const commands: readonly (() => Command)[] = [
  startCommand,
  runCommand,
  serveCommand,
  replayCommand,
  trainCommand,
  evaluateCommand,
  scoreCommand,
  explainCommand,
  modelsCommand,
  sqlCommand,
  topicsCommand,
  lagCommand,
  deadLettersCommand,
  generateCommand,
  doctorCommand,
];
