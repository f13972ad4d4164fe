import { randomUUID } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { PARTITIONS } from '../../../infra/nats/topology.mjs';
import type { Poison, WireEvent } from './broker.ts';

/** A message to put into the broker, past every service. */
export interface RawMessage {
  id: string;
  type: string;
  aggregateId: string;
  partition: number;
  body: string;
}

const ADDED = 'events.cards.card-added-to-library';
const POISON = 'poison';

/** No event at all; one with a payload that no card has; one of a version that nobody knows. */
export function poisonMessages(): { messages: RawMessage[]; poison: Poison[] } {
  const invalid = poisonEvent(`${ADDED}.v1`);
  const unknown = poisonEvent(`${ADDED}.v9`);
  return {
    messages: [{ ...poisonEvent(`${ADDED}.v1`), body: 'this is no event {' }, invalid, unknown],
    poison: [
      { kind: 'no-event', eventId: undefined },
      { kind: 'invalid-data', eventId: invalid.id },
      { kind: 'unknown-version', eventId: unknown.id },
    ],
  };
}

/** @returns undefined for what is no event of a service: poison among it */
export function wireEventOf(body: string): WireEvent | undefined {
  try {
    const { id, source, type, subject, sequence, correlationid } = JSON.parse(body) as Record<string, string>;
    if (correlationid === undefined || correlationid === POISON) return undefined;
    if (id === undefined || source === undefined || type === undefined || subject === undefined)
      return undefined;
    return { id, source, type, aggregateId: subject, sequence: Number(sequence) };
  } catch {
    return undefined;
  }
}

/** Well formed outside. */
function poisonEvent(type: string): RawMessage {
  const [id, subject] = [randomUUID(), randomUUID()];
  const event = {
    specversion: '1.0',
    id,
    source: '/services/cards',
    type,
    subject,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    partitionkey: subject,
    sequence: '1',
    sequencetype: 'Integer',
    correlationid: POISON,
    causationid: POISON,
    data: { poison: true },
  };
  return {
    id,
    type,
    aggregateId: subject,
    partition: crc32(subject) % PARTITIONS,
    body: JSON.stringify(event),
  };
}
