/**
 * The wire form of an integration event: CloudEvents 1.0, structured JSON.
 *
 * Attributes beyond the core are published extensions: `partitionkey` (partitioning), `sequence` with
 * `sequencetype` Integer (sequence: starts at 1, grows by 1 per aggregate), `traceparent` (distributed tracing).
 */
export interface CloudEvent {
  specversion: '1.0';
  id: string;
  source: string;
  type: string;
  subject: string;
  time: string;
  datacontenttype: 'application/json';
  dataschema: string;
  partitionkey: string;
  sequence: string;
  sequencetype: 'Integer';
  correlationid: string;
  causationid: string;
  traceparent?: string;
  /** Ours: types, with commas between, that are published for the same act beside this one. */
  twins?: string;
  data: unknown;
}

/** An integration event as a handler sees it. */
export interface EventEnvelope<T = unknown> {
  /** UUIDv7, the same in every copy of the event. */
  id: string;
  /** The service that published it: `/services/cards`. */
  source: string;
  /** `events.<context>.<event-name>.v<major>` */
  type: string;
  /** The aggregate's id. */
  subject: string;
  /** ISO 8601, UTC. */
  time: string;
  /** Dense per aggregate: 1, 2, 3, … */
  sequence: number;
  correlationId: string;
  causationId: string;
  traceparent?: string;
  /** Other majors that are published for the same act, as events of their own; absent when there are none. */
  twins?: readonly string[];
  /** The type that it was published with, where `data` was upcast and `type` is the newer major. Never on the wire. */
  originalType?: string;
  data: T;
}

/** Attributes are keys in the tables of every consumer: longer ones fit no index. */
const MAX_ATTRIBUTE_BYTES = 512;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export const CONTENT_TYPE = 'application/cloudevents+json';

export function toCloudEvent(envelope: EventEnvelope): CloudEvent {
  return {
    specversion: '1.0',
    id: envelope.id,
    source: envelope.source,
    type: envelope.type,
    subject: envelope.subject,
    time: envelope.time,
    datacontenttype: 'application/json',
    dataschema: `urn:commonplace:schema:${envelope.type}`,
    partitionkey: envelope.subject,
    sequence: String(envelope.sequence),
    sequencetype: 'Integer',
    correlationid: envelope.correlationId,
    causationid: envelope.causationId,
    ...(envelope.traceparent === undefined ? {} : { traceparent: envelope.traceparent }),
    ...(envelope.twins === undefined || envelope.twins.length === 0
      ? {}
      : { twins: envelope.twins.join(',') }),
    data: envelope.data,
  };
}

/** A message that is no event of ours. It can not be placed in an aggregate's order, so it can not be parked. */
export class MalformedEventError extends Error {
  override readonly name = 'MalformedEventError';
  readonly code = 'malformed-event';
}

/**
 * Reads an event from its wire form. Only the envelope is checked: the payload is the contract's to check.
 *
 * @throws MalformedEventError naming the attribute that is missing or wrong.
 */
export function parseCloudEvent(body: string): EventEnvelope {
  let parsed: unknown;
  try {
    parsed = JSON.parse(body);
  } catch (error) {
    throw new MalformedEventError('The message is not JSON', { cause: error });
  }
  if (typeof parsed !== 'object' || parsed === null)
    throw new MalformedEventError('The message is not an object');
  const attributes = parsed as Record<string, unknown>;
  const text = (name: string): string => {
    const value = attributes[name];
    if (typeof value !== 'string' || value === '' || isTooLong(value) || value.includes('\0')) {
      throw new MalformedEventError(
        `Attribute "${name}" must be a string of 1 to ${String(MAX_ATTRIBUTE_BYTES)} bytes, none of them NUL`,
      );
    }
    return value;
  };
  const id = text('id');
  if (!UUID.test(id)) throw new MalformedEventError('Attribute "id" must be a UUID');
  const position = text('sequence');
  const sequence = Number(position);
  if (!Number.isSafeInteger(sequence) || sequence < 1) {
    throw new MalformedEventError(`Attribute "sequence" must be a positive integer, got "${position}"`);
  }
  const traceparent = attributes['traceparent'];
  const twins = attributes['twins'];
  return {
    id,
    source: text('source'),
    type: text('type'),
    subject: text('subject'),
    time: text('time'),
    sequence,
    correlationId: text('correlationid'),
    causationId: text('causationid'),
    ...(typeof traceparent === 'string' ? { traceparent } : {}),
    ...(typeof twins === 'string' && twins !== '' ? { twins: twins.split(',') } : {}),
    data: attributes['data'],
  };
}

/** What a message says of itself, as far as it can be read: for those who only tell of it, and must not fail by it. */
export function attributesOf(body: string): Partial<CloudEvent> {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}

/** UTF-8 takes three bytes for what JavaScript counts as one, at most: most texts need no counting. */
function isTooLong(value: string): boolean {
  return value.length * 3 > MAX_ATTRIBUTE_BYTES && Buffer.byteLength(value) > MAX_ATTRIBUTE_BYTES;
}
