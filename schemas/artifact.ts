/** The files of a saved model, by name. */
export type Artifact = Readonly<Record<string, Uint8Array>>;
