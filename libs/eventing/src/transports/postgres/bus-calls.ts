import type { OutgoingEvent } from '../../transport.js';
import type { BusConnection } from './bus-connection.js';

/** A lane as the bus knows it. `epoch` names this life of it: an operator who moves or makes it anew begins another. */
export interface LaneKey {
  consumer: string;
  partition: number;
  epoch: string;
}

export interface LaneRequest extends LaneKey {
  after: number;
  limit: number;
}

export interface FetchedRow {
  /** Index of the request. */
  lane: number;
  /** None: the lane is not there any more. */
  position: string | null;
  body: string;
  /** The partition's last position. */
  last: string;
}

/** Told to those who listen: partitions with new events, separated by commas. */
export const WAKE_CHANNEL = 'bus_wake';

/** @returns why the bus refused an event, by its index in the batch. */
export async function publishEvents(
  connection: BusConnection,
  events: readonly OutgoingEvent[],
): Promise<ReadonlyMap<number, string>> {
  const refused = await connection.run<{ refused: number; reason: string }>(
    'SELECT refused, reason FROM bus.publish($1, $2, $3, $4, $5)',
    [
      plainArray(events.map((event) => event.partition)),
      textArray(events.map((event) => event.eventId)),
      textArray(events.map((event) => event.type)),
      textArray(events.map((event) => event.aggregateId)),
      textArray(events.map((event) => event.body)),
    ],
  );
  return new Map(refused.map((row) => [row.refused, row.reason]));
}

export async function openLane(
  connection: BusConnection,
  consumer: string,
  partition: number,
): Promise<{ epoch: string; position: number }> {
  const [row] = await connection.run<{ epoch: string; position: string }>(
    'SELECT epoch, position FROM bus.open($1, $2)',
    [consumer, partition],
  );
  if (row === undefined) throw new Error(`The bus has no consumer "${consumer}"`);
  return { epoch: row.epoch, position: Number(row.position) };
}

export function fetchEvents(
  connection: BusConnection,
  lanes: readonly LaneRequest[],
  maxBytes: number,
): Promise<FetchedRow[]> {
  return connection.run<FetchedRow>(
    'SELECT lane, position, body, last FROM bus.fetch($1, $2, $3, $4, $5, $6)',
    [
      ...keyArrays(lanes),
      plainArray(lanes.map((lane) => lane.after)),
      plainArray(lanes.map((lane) => lane.limit)),
      maxBytes,
    ],
  );
}

export async function acknowledge(
  connection: BusConnection,
  acknowledgements: readonly (LaneKey & { position: number })[],
): Promise<void> {
  await connection.run('SELECT bus.acknowledge($1, $2, $3, $4)', [
    ...keyArrays(acknowledgements),
    plainArray(acknowledgements.map((each) => each.position)),
  ]);
}

export async function lagOf(
  connection: BusConnection,
  consumer: string,
  partitions: readonly number[],
): Promise<number> {
  const [row] = await connection.run<{ lag: string }>('SELECT bus.lag($1, $2) AS lag', [
    consumer,
    plainArray(partitions),
  ]);
  return Number(row?.lag ?? 0);
}

export async function checkBus(connection: BusConnection): Promise<void> {
  await connection.run('SELECT bus.check()');
}

/** @returns how many events were dropped. */
export async function dropOld(connection: BusConnection): Promise<number> {
  const [row] = await connection.run<{ dropped: string }>('SELECT bus.drop_old() AS dropped');
  return Number(row?.dropped ?? 0);
}

/** Notifications of one call are delivered together and in their order. */
export async function notify(
  connection: BusConnection,
  channel: string,
  payloads: readonly string[],
): Promise<void> {
  await connection.run('SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload', [
    channel,
    textArray(payloads),
  ]);
}

function keyArrays(lanes: readonly LaneKey[]): [string, string, string] {
  return [
    textArray(lanes.map((lane) => lane.consumer)),
    plainArray(lanes.map((lane) => lane.partition)),
    plainArray(lanes.map((lane) => lane.epoch)),
  ];
}

/** Of numbers. */
function plainArray(values: readonly (number | string)[]): string {
  return `{${values.join(',')}}`;
}

function textArray(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}
