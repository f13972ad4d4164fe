import { crc32 } from 'node:zlib';

/**
 * How many partitions the events are spread over. A constant of the stream: an aggregate's events keep their
 * order because they keep their partition, so a change needs a new stream.
 */
export const PARTITION_COUNT = 16;

export const ALL_PARTITIONS: readonly number[] = Array.from({ length: PARTITION_COUNT }, (_, index) => index);

/** The partition of an aggregate: CRC-32 of its id's UTF-8 bytes, modulo {@link PARTITION_COUNT}. */
export function partitionOf(aggregateId: string): number {
  return crc32(aggregateId) % PARTITION_COUNT;
}

/** A partition as it stands in subjects and consumer names: two digits. */
export function partitionToken(partition: number): string {
  return String(partition).padStart(2, '0');
}
