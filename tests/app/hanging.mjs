// A program whose only step never ends its batch, run and interrupted as commands are.
import { untilInterrupted } from "../../dist/app/interrupt.js";
import { patience } from "../../dist/app/patience.js";
import { systemClock } from "../../dist/connectors/clock.js";
import { createInHand, inWords } from "../../dist/pipelines/in-hand.js";
import { runSteps } from "../../dist/pipelines/run.js";
import { createMemoryLog } from "../../dist/pipelines/testing.js";

const log = createMemoryLog();
await log.createTopics({ searches: { cleanup: "delete" } });
await log.append([{ topic: "searches", key: "a", value: Buffer.from("a") }]);
const inHand = createInHand(systemClock);
const handle = () => {
  process.stderr.write("at work\n");
  return new Promise(() => {});
};
const step = { group: "tokenize", from: ["searches"], to: [], limits: {}, figures: () => [], handle };
const busy = setInterval(() => {}, 1_000);
await untilInterrupted(
  (signal, ending) => {
    ending.unfinished = () => inHand.batches().map((batch) => inWords(batch, systemClock.now()));
    return runSteps(log, [step], signal, inHand);
  },
  { ...patience, ms: Number(process.argv[2]) },
);
clearInterval(busy);
