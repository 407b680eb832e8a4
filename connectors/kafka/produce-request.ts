import kafkajs from "kafkajs";
import { type Encoder, type ProduceOrder, produceRequests } from "./kafkajs-inside.ts";
import { encodeRecordBatch } from "./record-batch.ts";

/** Has every request of the process that sends records written by `encodeProduce`. */
export function installProduceRequest(): void {
  produceRequests.replace((order) => ({ ...produceRequests.own(order), encode: () => encodeProduce(order) }));
}

/** The body of a request that sends records, version 7: each partition's as one batch. */
async function encodeProduce(order: ProduceOrder): Promise<Encoder> {
  const { acks, timeout, transactionalId = null, topicData } = order;
  const parts = [text(transactionalId), int16(acks), int32(timeout), int32(topicData.length)];
  for (const { topic, partitions } of topicData) {
    parts.push(text(topic), int32(partitions.length));
    for (const { partition, messages, firstSequence } of partitions) {
      const batch = await encodeRecordBatch(messages, { ...headOf(order), firstSequence });
      parts.push(int32(partition), int32(batch.length), batch);
    }
  }
  const body = Buffer.concat(parts);
  return { buf: body, buffer: body };
}

function headOf({
  compression = kafkajs.CompressionTypes.None,
  transactionalId,
  producerId,
  producerEpoch,
}: ProduceOrder) {
  return {
    compression,
    isTransactional: Boolean(transactionalId),
    ...(producerId !== undefined && { producerId: BigInt(producerId.toString()) }),
    ...(producerEpoch !== undefined && { producerEpoch }),
  };
}

function int16(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(2);
  bytes.writeInt16BE(value);
  return bytes;
}

function int32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeInt32BE(value);
  return bytes;
}

function text(value: string | null): Buffer {
  return value === null ? int16(-1) : Buffer.concat([int16(Buffer.byteLength(value)), Buffer.from(value)]);
}
