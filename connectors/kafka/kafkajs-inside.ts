import { createRequire } from "node:module";
import type { CompressionTypes, Kafka, KafkaMessage } from "kafkajs";
import type { BatchRecord } from "./record-batch.ts";

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

/** What kafkajs writes requests into; of one that is ready it looks at no more than this. */
export interface Encoder {
  readonly buf: Buffer;
  readonly buffer: Buffer;
}

/** Records for one partition, as kafkajs has them sent. */
export interface ProducedPartition {
  readonly partition: number;
  readonly firstSequence: number;
  readonly messages: readonly BatchRecord[];
}

/** What is sent in one request, which may be without a transaction. */
export interface ProduceOrder {
  readonly acks: number;
  readonly timeout: number;
  readonly transactionalId?: string | null;
  /** A number of 64 bits that is written out by `toString`. */
  readonly producerId?: { toString(): string };
  readonly producerEpoch?: number;
  readonly compression?: CompressionTypes;
  readonly topicData: readonly { readonly topic: string; readonly partitions: readonly ProducedPartition[] }[];
}

/** Makes a request of an order; its body is written when it is sent. */
export type ProduceRequest = (order: ProduceOrder) => { readonly encode: () => Promise<Encoder> };

const produceRequest = inside.resolve("kafkajs/src/protocol/requests/produce/v7/request");

/** How records are sent, in the version that Kafka 2.5 to 4.x speak. kafkajs takes it from among its modules at each request, so that is where another is put. */
export const produceRequests = {
  own: inside(produceRequest) as ProduceRequest,
  replace(request: ProduceRequest): void {
    inside.cache[produceRequest]!.exports = request;
  },
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
