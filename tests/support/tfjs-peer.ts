import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import * as layers from "@tensorflow/tfjs-layers";
import { fromKerasGates, toKerasGates } from "../../models/net/engines/keras-gates.ts";
import type { Tfjs } from "../../models/net/engines/tfjs.ts";
import type { Weights } from "../../models/net/training-state.ts";

// otherwise the first tensor prints that another backend is faster
tf.enableProdMode();

const make = layers.layers;

export { layers, make, tf };

/** The namespace as the union package and tfjs-node have it; its own types take its own tensors only. */
export const tfjs = { ...tf, ...layers } as unknown as Tfjs;

/** A net of tfjs layers that should be one of ours. A layer has the name that ours has. */
export interface Peer {
  readonly models: readonly layers.LayersModel[];
  /** What the net gives, as it does in training or when it serves. */
  forward(isTraining: boolean): tf.Tensor;
  loss(prediction: tf.Tensor): tf.Scalar;
}

/** A peer that is one model of some inputs. */
export function sequentialPeer(list: readonly layers.layers.Layer[], x: tf.Tensor, loss: Peer["loss"]): Peer {
  const model = layers.sequential({ layers: [...list] });
  return { models: [model], forward: (training) => model.apply(x, { training }) as tf.Tensor, loss };
}

const reading = (direction: string) => ["weights", "recurrent", "bias"].map((part) => `${direction}/${part}`);

/** What we call the weights of each kind of layer, in the order in which tfjs lists them. */
const partsOf: Readonly<Record<string, readonly string[]>> = {
  Dense: ["weights", "bias"],
  Conv1D: ["weights", "bias"],
  Conv2D: ["weights", "bias"],
  BatchNormalization: ["scale", "shift", "mean", "variance"],
  Embedding: ["vectors"],
  LSTM: reading("forward"),
  Bidirectional: [...reading("forward"), ...reading("backward")],
};

function variablesOf({ models }: Peer): ReadonlyMap<string, layers.LayerVariable> {
  const all = models.flatMap((model) => model.layers);
  return new Map(
    all.flatMap((layer) => {
      const { useBias } = layer.getConfig();
      const all = partsOf[layer.getClassName()] ?? [];
      const parts = useBias === false ? all.filter((part) => part !== "bias") : all;
      if (parts.length !== layer.weights.length) throw new Error(`${layer.name} has ${layer.weights.length} weights`);
      return layer.weights.map((weight, place) => [`${layer.name}/${parts[place]}`, weight] as const);
    }),
  );
}

/** Gives the peer our weights. Throws when it has others than we. */
export function loadWeights(peer: Peer, weights: Weights): void {
  const variables = variablesOf(peer);
  const strange = [...weights.keys()].filter((name) => !variables.has(name));
  if (strange.length > 0 || weights.size !== variables.size) {
    throw new Error(`the peer has ${[...variables.keys()].join(", ")}, we have ${[...weights.keys()].join(", ")}`);
  }
  for (const [name, variable] of variables) {
    const [values, shape] = [weights.get(name)!, variable.shape as number[]];
    variable.write(tf.tensor(isGated(name) ? toKerasGates(values, shape.at(-1)! / 4) : values, shape));
  }
}

/** The peer's weights under our names. */
export function peerWeights(peer: Peer): Weights {
  return new Map([...variablesOf(peer)].map(([name, variable]) => [name, ours(name, variable.read())]));
}

/** The loss of one step and its gradient by each weight that is learned, under our names. */
export function peerGradients(peer: Peer): { readonly loss: number; readonly gradients: Weights } {
  const { value, grads } = tf.variableGrads(() => peer.loss(peer.forward(true)));
  const learned = [...variablesOf(peer)].filter(([, variable]) => variable.trainable);
  return {
    loss: value.dataSync()[0]!,
    gradients: new Map(learned.map(([name, variable]) => [name, ours(name, grads[variable.name]!)])),
  };
}

/** Learns with the peer's own Adam. */
export function peerAdam(peer: Peer, { steps, learningRate }: { steps: number; learningRate: number }): void {
  const optimiser = tf.train.adam(learningRate, 0.9, 0.999, 1e-7);
  for (let done = 0; done < steps; done++) optimiser.minimize(() => peer.loss(peer.forward(true)));
  optimiser.dispose();
}

function isGated(name: string): boolean {
  return /\/(forward|backward)\//.test(name);
}

function ours(name: string, tensor: tf.Tensor): Float32Array {
  const values = Float32Array.from(tensor.dataSync());
  return isGated(name) ? fromKerasGates(values, tensor.shape.at(-1)! / 4) : values;
}
