/** A tensor of tfjs. */
export interface TfjsTensor {
  readonly shape: readonly number[];
  dataSync(): ArrayLike<number>;
  dispose(): void;
}

/** Something that a layer of tfjs learns. */
export interface TfjsVariable {
  readonly shape: readonly (number | null)[];
  read(): TfjsTensor;
  write(value: TfjsTensor): unknown;
}

/** A layer of tfjs, or a chain of them. */
export interface TfjsLayer {
  readonly weights: readonly TfjsVariable[];
  apply(x: TfjsTensor): unknown;
  dispose(): unknown;
}

/** Slopes by the names of variables. */
export type TfjsGradients = Readonly<Record<string, TfjsTensor>>;

/**
 * What we use of the namespace of `@tensorflow/tfjs` or `@tensorflow/tfjs-node`. It is passed in by who has one,
 * so that neither package is ever needed.
 */
export interface Tfjs {
  tensor(values: Float32Array | Int32Array, shape: number[], type: "float32" | "int32"): TfjsTensor;
  abs(x: TfjsTensor): TfjsTensor;
  sub(a: TfjsTensor, b: TfjsTensor): TfjsTensor;
  add(a: TfjsTensor, b: TfjsTensor | number): TfjsTensor;
  mul(a: TfjsTensor, b: TfjsTensor | number): TfjsTensor;
  div(a: TfjsTensor | number, b: TfjsTensor): TfjsTensor;
  maximum(a: TfjsTensor, b: number): TfjsTensor;
  norm(x: TfjsTensor): TfjsTensor;
  stack(xs: TfjsTensor[]): TfjsTensor;
  /** Gives what `compute` gives; other tensors made within are freed. */
  tidy(compute: () => number): number;
  /** A loss and its slope by each variable that there is, by name. */
  variableGrads(loss: () => TfjsTensor): { readonly value: TfjsTensor; readonly grads: TfjsGradients };
  readonly losses: { meanSquaredError(truth: TfjsTensor, prediction: TfjsTensor): TfjsTensor };
  readonly train: {
    adam(
      learningRate: number,
      beta1: number,
      beta2: number,
      epsilon: number,
    ): {
      /** Read at each step. Its own types protect it, and have no other way to change the rate. */
      learningRate: number;
      applyGradients(gradients: TfjsGradients): void;
      dispose(): void;
    };
  };
  sequential(options: { layers: TfjsLayer[] }): TfjsLayer;
  readonly layers: {
    embedding(options: object): TfjsLayer;
    lstm(options: object): TfjsLayer;
    bidirectional(options: object): TfjsLayer;
    dense(options: object): TfjsLayer;
  };
}
