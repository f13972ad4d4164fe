/**
 * What services tell each other outside the durable events, by broadcast: at most once, and by any replica to all
 * replicas of the other. So each message may be lost, doubled or late, and must be harmless then: who needs an
 * answer asks again.
 */
export type ControlMessage = RepublishRequest | GoneNotice | HeadsRequest | HeadsAnswer;

/** Consumer → producer: publish these events of an aggregate again, both ends included. */
export interface RepublishRequest {
  kind: 'republish';
  from: string;
  aggregateId: string;
  first: number;
  last: number;
}

/** Producer → consumer: the log holds no event of this aggregate up to this one any more. */
export interface GoneNotice {
  kind: 'gone';
  from: string;
  aggregateId: string;
  last: number;
}

/** Consumer → producer: which aggregates have got events since then, and how far? */
export interface HeadsRequest {
  kind: 'heads-wanted';
  from: string;
  /** ISO 8601 with microseconds, in the producer's database time; empty: since the log begins. */
  after: string;
}

/** Producer → consumer: the last published event of each aggregate that has any between two times. */
export interface HeadsAnswer {
  kind: 'heads';
  from: string;
  after: string;
  /** Every event committed up to here, this included, is published and counted. */
  upTo: string;
  heads: readonly Head[];
  /** There are later ones already. */
  more: boolean;
}

/** Aggregate id and the sequence of its last event. */
export type Head = readonly [aggregateId: string, sequence: number];

/** Where a service listens for these messages. */
export function controlSubject(service: string): string {
  return `control.${service}`;
}

/** The service behind a CloudEvents source: `cards` of `/services/cards`. */
export function serviceOf(source: string): string {
  return source.slice(source.lastIndexOf('/') + 1);
}

/** @throws TypeError naming the field that is missing or wrong; the sender is of another version, or no service. */
export function parseControlMessage(body: string): ControlMessage {
  const parsed: unknown = JSON.parse(body);
  if (typeof parsed !== 'object' || parsed === null) throw new TypeError('A control message is an object');
  const fields = parsed as Record<string, unknown>;
  const kind = text(fields, 'kind');
  const from = text(fields, 'from');
  switch (kind) {
    case 'republish':
      return {
        kind,
        from,
        aggregateId: text(fields, 'aggregateId'),
        first: positive(fields['first'], 'first'),
        last: positive(fields['last'], 'last'),
      };
    case 'gone':
      return {
        kind,
        from,
        aggregateId: text(fields, 'aggregateId'),
        last: positive(fields['last'], 'last'),
      };
    case 'heads-wanted':
      return { kind, from, after: time(fields, 'after') };
    case 'heads':
      return {
        kind,
        from,
        after: time(fields, 'after'),
        upTo: time(fields, 'upTo'),
        heads: headsOf(fields['heads']),
        more: fields['more'] === true,
      };
    default:
      throw new TypeError(`There is no control message "${kind}"`);
  }
}

function text(fields: Record<string, unknown>, name: string): string {
  const value = fields[name];
  if (typeof value === 'string' && value !== '' && value.length <= 512) return value;
  throw new TypeError(`"${name}" must be a string of 1 to 512 characters`);
}

function time(fields: Record<string, unknown>, name: string): string {
  const value = fields[name];
  if (value === '' || (typeof value === 'string' && !Number.isNaN(Date.parse(value)))) return value;
  throw new TypeError(`"${name}" must be a time or empty`);
}

function positive(value: unknown, name: string): number {
  if (Number.isSafeInteger(value) && (value as number) > 0) return value as number;
  throw new TypeError(`"${name}" must be a positive integer`);
}

function headsOf(value: unknown): Head[] {
  if (!Array.isArray(value)) throw new TypeError('"heads" must be a list');
  return value.map((head: unknown) => {
    const [aggregateId, sequence] = Array.isArray(head) ? (head as unknown[]) : [];
    if (typeof aggregateId !== 'string') throw new TypeError('A head must be an aggregate id and a sequence');
    return [aggregateId, positive(sequence, 'heads')];
  });
}
