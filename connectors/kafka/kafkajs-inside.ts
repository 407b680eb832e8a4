import { createRequire } from "node:module";
import type { CompressionTypes, Kafka, KafkaMessage } from "kafkajs";

// What kafkajs 2.2.4 has inside but doesn't offer: its version is pinned for this file. It is CommonJS without types.
const inside = createRequire(import.meta.url);

/** Where a partition's leader is. */
export interface PartitionMetadata {
  readonly partitionId: number;
  /** The broker's number; -1 while there is none. */
  readonly leader: number;
  /** The brokers that have every record. */
  readonly isr: readonly number[];
}

/** A record as it is fetched; control records mark what transactions did and are never shown. */
export interface FetchedMessage extends Omit<KafkaMessage, "size" | "headers"> {
  readonly headers?: KafkaMessage["headers"];
  readonly isControlRecord: boolean;
}

/** What a fetch brought of one partition. */
export interface FetchedPartition {
  readonly partition: number;
  /** Up to here every transaction has ended. */
  readonly lastStableOffset: string;
  readonly messages: readonly FetchedMessage[];
}

interface FetchRequest {
  readonly isolationLevel: number;
  readonly maxWaitTime: number;
  readonly minBytes: number;
  readonly maxBytes: number;
  readonly topics: readonly {
    readonly topic: string;
    readonly partitions: readonly {
      readonly partition: number;
      readonly fetchOffset: string;
      readonly maxBytes: number;
    }[];
  }[];
}

interface ListOffsetsRequest {
  readonly isolationLevel: number;
  readonly topics: readonly {
    readonly topic: string;
    readonly partitions: readonly { readonly partition: number; readonly timestamp: number }[];
  }[];
}

interface OffsetFetchRequest {
  readonly groupId: string;
  readonly topics: readonly {
    readonly topic: string;
    readonly partitions: readonly { readonly partition: number }[];
  }[];
}

interface OffsetsAnswer {
  readonly responses: readonly {
    readonly partitions: readonly { readonly partition: number; readonly offset: string }[];
  }[];
}

/** A connection to one broker. */
export interface Broker {
  /** Of these topics; of all where none is named. */
  metadata(topics: readonly string[]): Promise<{
    readonly brokers: readonly { readonly nodeId: number }[];
    readonly topicMetadata: readonly {
      readonly topic: string;
      readonly partitionMetadata: readonly PartitionMetadata[];
    }[];
  }>;
  fetch(
    request: FetchRequest,
  ): Promise<{ readonly responses: readonly { readonly partitions: readonly FetchedPartition[] }[] }>;
  listOffsets(request: ListOffsetsRequest): Promise<OffsetsAnswer>;
  findGroupCoordinator(which: {
    groupId: string;
    coordinatorType: number;
  }): Promise<{ coordinator: { nodeId: number } }>;
  offsetFetch(request: OffsetFetchRequest): Promise<OffsetsAnswer>;
}

/** The connections to a cluster. */
export interface Cluster {
  readonly brokerPool: {
    refreshMetadata(topics: readonly string[]): Promise<void>;
    findBroker(which: { nodeId: number }): Promise<Broker>;
    findConnectedBroker(): Promise<Broker>;
  };
  connect(): Promise<void>;
  disconnect(): Promise<void>;
}

/** Reads the binary protocol, front to back. */
export interface Decoder {
  readInt16(): number;
  readInt32(): number;
  readInt64(): bigint;
  readString(): string;
  readBytes(length: number): Buffer;
  readArray<Item>(read: (decoder: Decoder) => Item): Item[];
  readArrayAsync<Item>(read: (decoder: Decoder) => Promise<Item>): Promise<Item[]>;
}

/** Makes a reader of the binary protocol. */
export const Decoder = inside("kafkajs/src/protocol/decoder") as new (bytes: Buffer) => Decoder;

/** Reads one batch of records, decompressed where it is compressed. */
export const decodeRecordBatch = inside("kafkajs/src/protocol/recordBatch/v0/decoder") as (
  decoder: Decoder,
) => Promise<{ readonly records: readonly FetchedMessage[] }>;

/** What is written in the binary protocol. */
export interface Encoder {
  readonly buffer: Buffer;
}

/** Writes one record for a batch. */
export const encodeRecord = inside("kafkajs/src/protocol/recordBatch/record/v0") as (record: {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: Readonly<Record<string, string>>;
}) => Encoder;

/** Writes one batch of records, as producers send it. */
export const { RecordBatch: encodeRecordBatch } = inside("kafkajs/src/protocol/recordBatch/v0") as {
  readonly RecordBatch: (batch: {
    readonly compression: CompressionTypes;
    readonly records: readonly Encoder[];
  }) => Promise<Encoder>;
};

/** One of the connections to a broker; it is made when it is first needed. */
export interface Connection {
  connect(): Promise<boolean>;
}

/** What connections are made of. */
export const Connection = inside("kafkajs/src/network/connection") as { readonly prototype: Connection };

/** How the answer to a fetch is read, in the version that Kafka 2.5 to 4.x speak: consumers and clusters take it from here at each answer. */
export const fetchAnswer = inside("kafkajs/src/protocol/requests/fetch/v11/response") as {
  decode: (bytes: Buffer) => Promise<unknown>;
};

/** Connections of their own, with the settings of a Kafka client; nothing is connected yet. */
export function createCluster(kafka: Kafka): Cluster {
  const symbols = Object.getOwnPropertySymbols(kafka);
  const create = symbols.find(({ description }) => description === "private:Kafka:createCluster")!;
  const made = kafka as unknown as Record<symbol, (options: { allowAutoTopicCreation: boolean }) => Cluster>;
  return made[create]!({ allowAutoTopicCreation: false });
}
