import type { Command } from "commander";

/**
 * Every command by its name, in the order in which help shows them; loaded only when it is asked for, as all together
 * take twice as long to load as most alone. One more command is one more file and one more line here.
 */
export const commands: Readonly<Record<string, () => Promise<Command>>> = {
  start: async () => (await import("./start.ts")).startCommand(),
  run: async () => (await import("./run.ts")).runCommand(),
  serve: async () => (await import("./serve.ts")).serveCommand(),
  replay: async () => (await import("./replay.ts")).replayCommand(),
  train: async () => (await import("./train.ts")).trainCommand(),
  evaluate: async () => (await import("./evaluate.ts")).evaluateCommand(),
  score: async () => (await import("./score.ts")).scoreCommand(),
  explain: async () => (await import("./explain.ts")).explainCommand(),
  models: async () => (await import("./models.ts")).modelsCommand(),
  sql: async () => (await import("./sql.ts")).sqlCommand(),
  topics: async () => (await import("./topics.ts")).topicsCommand(),
  lag: async () => (await import("./lag.ts")).lagCommand(),
  "dead-letters": async () => (await import("./dead-letters.ts")).deadLettersCommand(),
  "erase-user": async () => (await import("./erase-user.ts")).eraseUserCommand(),
  generate: async () => (await import("./generate.ts")).generateCommand(),
  doctor: async () => (await import("./doctor.ts")).doctorCommand(),
};
