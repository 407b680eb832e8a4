import { floats, ints } from "../../models/net/session.ts";
import { newState } from "../../models/net/training-state.ts";
import { type Batch, openTrainingStep } from "../../models/net/training-step.ts";
import { seededRandom } from "../../models/random.ts";
import { alphabet, batch, charCnn, length } from "./char-cnn-net.ts";
import { type Contestant, compete, timed } from "./contest.ts";
import { peerPython, peersMissing, startPeer } from "./peers.ts";

/** Steps of a round. */
const steps = 10;

/** The Siamese character CNN, batch 64 of pairs, 128 characters a text: ms per training step beside Keras `fit` and PyTorch, each on one and two threads. */
export async function charCnnBench(): Promise<void> {
  const contestants = [await openOurs(1), await openOurs(2)];
  if (peerPython() === undefined) process.stdout.write(peersMissing);
  else contestants.push(...(await startPeers()));
  await compete("char CNN", contestants);
}

async function startPeers(): Promise<readonly Contestant[]> {
  const peers: Contestant[] = [];
  for (const script of ["char_cnn_keras.py", "char_cnn_torch.py"]) {
    // what they train they draw themselves: it is random anyway
    for (const threads of [1, 2]) peers.push(await startPeer(script, String(steps), threads));
  }
  return peers;
}

async function openOurs(threads: number): Promise<Contestant> {
  const step = await openTrainingStep(charCnn, undefined, { threads });
  const state = newState(step.plan, 1);
  const batches = Array.from({ length: steps }, (_, seed) => randomBatch(seed));
  return {
    name: "Twinstream",
    threads,
    round: () =>
      timed(steps, async () => {
        for (const each of batches) await step.run(state, each, 1e-3);
      }),
    close: step.close,
  };
}

function randomBatch(seed: number): Batch {
  const random = seededRandom(seed);
  const ids = Int32Array.from({ length: 2 * batch * length }, () => Math.floor(random.uniform() * alphabet));
  const relevance = Float32Array.from({ length: batch }, () => 1 + 2 * random.uniform());
  return { inputs: { texts: ints(ids, [2 * batch, length]), relevance: floats(relevance, [batch, 1]) } };
}
