/** The answers of the administration, for people. */
import { say, table } from '../output.mjs';

/**
 * @typedef {import('#eventing').ServiceLag & { service: string }} Lag
 * @typedef {import('#eventing').AuditRecord & { service: string }} Record
 */

/**
 * @param {readonly string[]} head
 * @param {readonly (readonly (string | number | null)[])[]} rows
 */
function printTable(head, rows) {
  say(table([head, ...rows.map((row) => row.map((cell) => String(cell ?? '')))]));
}

/** @param {readonly Lag[]} lags */
export function printLag(lags) {
  printTable(
    ['publishing', 'not yet published', 'oldest'],
    lags.map(({ service, outbox: { depth, oldestAgeSeconds } }) => [
      service,
      depth,
      depth === 0 ? '' : `${oldestAgeSeconds.toFixed(1)} s`,
    ]),
  );
  const consumers = lags.flatMap((lag) => lag.consumers);
  if (consumers.length === 0) return;
  say();
  printTable(
    ['handling', 'in broker', 'waiting', 'retrying', 'dead', 'state', 'partitions'],
    consumers.map(({ consumer, unhandled, parked, control, partitions, brokerError }) => [
      consumer,
      unhandled ?? `unknown: ${brokerError ?? ''}`,
      parked.waiting,
      parked.retrying,
      parked.dead,
      control?.paused === true ? `paused by ${control.changedBy}: ${control.reason}` : 'running',
      ownersOf(partitions),
    ]),
  );
}

/**
 * `feeds-1: 16` or `feeds-1: 8, feeds-2: 7, nobody: 1`
 * @param {readonly import('#eventing').PartitionLag[]} partitions
 */
function ownersOf(partitions) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const { owner } of partitions) counts.set(owner ?? 'nobody', (counts.get(owner ?? 'nobody') ?? 0) + 1);
  return [...counts].map(([name, count]) => `${name}: ${count}`).join(', ');
}

/** @param {readonly import('#eventing').ParkedGroup[]} groups */
export function printGroups(groups) {
  printTable(
    ['consumer', 'status', 'type', 'count', 'oldest', 'example', 'error'],
    groups.map((group) => [
      group.consumer,
      group.status,
      group.type,
      group.count,
      group.oldestAt,
      group.exampleId,
      group.signature,
    ]),
  );
}

/** @param {readonly import('#eventing').ParkedEvent[]} events */
export function printEvents(events) {
  printTable(
    ['consumer', 'status', 'event', 'type', 'aggregate', 'number', 'attempts', 'parked', 'error'],
    events.map((event) => [
      event.consumer,
      event.status,
      event.eventId,
      event.type,
      event.aggregateId,
      event.sequence,
      event.totalAttempts,
      event.parkedAt,
      event.signature,
    ]),
  );
}

/** @param {import('#eventing').ParkedEventDetail} event */
export function printEvent(event) {
  const turn = event.isNext ? 'this is next' : 'others come before this one';
  const failed = event.failedAt === null ? '' : `, the last failed ${event.failedAt}`;
  say(
    table([
      ['event', event.eventId],
      ['type', event.type],
      ['aggregate', `${event.aggregateId} of ${event.source}`],
      ['number', `${event.sequence}; handled up to ${event.cursor}, ${turn}`],
      ['consumer', `${event.consumer}, partition ${event.partition}, version ${event.serviceVersion}`],
      ['status', `${event.status} (${event.reason}), parked ${event.parkedAt}`],
      ['attempts', `${event.attempts}, ${event.totalAttempts} in all${failed}`],
      ['next attempt', event.nextAttemptAt ?? 'none by itself'],
      ['behind it', `${event.behind.count} waiting`],
    ]),
  );
  for (const { sequence, eventId, type } of event.behind.first) say(`    ${sequence}  ${eventId}  ${type}`);
  say(`\nEnvelope\n${indented(JSON.stringify(event.envelope, null, 2))}`);
  say(`\nPayload\n${indented(JSON.stringify(event.payload, null, 2))}`);
  if (event.error !== null) say(`\nError\n${indented(event.error)}`);
}

/** @param {readonly Record[]} records */
export function printAudit(records) {
  printTable(
    ['at', 'service', 'operator', 'action', 'events', 'what', 'why'],
    records.map(({ at, service, operator, action, events, target, reason }) => [
      at,
      service,
      operator,
      action,
      events,
      targetOf(target),
      reason,
    ]),
  );
}

/** @param {{ [field: string]: unknown }} target */
function targetOf({ eventId, sequence, aggregateId, from, to, filter }) {
  const text = [eventId, sequence, aggregateId, from, to].map(String);
  if (eventId !== undefined) return `${text[0]}, number ${text[1]} of ${text[2]}`;
  if (from !== undefined) return `numbers ${text[3]} to ${text[4]} of ${text[2]}`;
  if (filter === undefined) return '';
  const fields = Object.entries(/** @type {{ [field: string]: string }} */ (filter));
  return fields.map(([name, value]) => `${name}=${value}`).join(' ') || 'all that failed';
}

/** @param {string} text */
function indented(text) {
  return text.replaceAll(/^/gm, '  ');
}
