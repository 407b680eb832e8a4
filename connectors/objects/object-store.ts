/** An object as a listing tells of it. */
export interface ObjectEntry {
  readonly key: string;
  readonly bytes: number;
  /** When it was put, by the storage's clock, milliseconds since 1970 UTC. */
  readonly modifiedAt: number;
}

/** Short texts kept beside an object's bytes, by name. */
export type Labels = Readonly<Record<string, string>>;

/** An object read whole. */
export interface StoredObject {
  readonly bytes: Uint8Array;
  readonly labels: Labels;
}

/**
 * Objects under one prefix of a bucket; keys are relative to it. Whatever is put is seen at once by every `get` and `list` that begins later.
 * Each method throws STORAGE_UNAVAILABLE when the storage can't be reached or refuses, after some attempts.
 */
export interface ObjectStore {
  /** `s3://BUCKET/PREFIX`, for messages. */
  readonly address: string;
  /**
   * Puts an object where none is, in one step: of any number of writers one wins. True when the object that is there now has these bytes
   * and labels, also where an earlier attempt put it whose answer was lost; false when it has others, which then stay.
   */
  putIfAbsent(key: string, bytes: Uint8Array, labels?: Labels): Promise<boolean>;
  /** Puts an object in the place of the one that is there, or where none is, in one step. */
  replace(key: string, bytes: Uint8Array, labels?: Labels): Promise<void>;
  /** Undefined where there is no object. */
  get(key: string): Promise<StoredObject | undefined>;
  /** The labels alone; undefined where there is no object. */
  labels(key: string): Promise<Labels | undefined>;
  /** The objects whose keys begin with `prefix` and come after `after`, sorted by key. */
  list(prefix: string, after?: string): Promise<readonly ObjectEntry[]>;
  /** Does nothing where there is no object. */
  remove(key: string): Promise<void>;
  close(): void;
}
