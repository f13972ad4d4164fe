import { randomUUID } from 'node:crypto';
import postgres, { type Sql, type TransactionSql } from 'postgres';
import type { CardAddedToLibraryV1 } from '#contracts';
import type { EventLog } from '#eventing';
import { described, type Figure, figure, interleave, spread } from './figures.ts';
import { cardAdded, storedEvent } from './workload/cards.ts';
import { type BenchOptions, inFolder, quiet, rateOf } from './run.ts';
import { World } from './world.ts';

export const CONNECTIONS = 16;
const COMMANDS = 10_000;
const QUICK_COMMANDS = 1_000;

/** A command's transaction: a new aggregate, its domain event, its integration event; sixteen at a time. */
export async function commandBench(options: BenchOptions): Promise<Figure[]> {
  return inFolder(options, async (folder) => {
    // No relay runs: which transport it is plays no part.
    const world = await World.start(options, folder, 'postgres');
    try {
      const rates = await interleave(options.pairs, commands(world, options));
      options.say(
        `  event log ${described(rates.eventLog)}, by hand ${described(rates.byHand)} transactions/s`,
      );
      return [
        figure({
          bench: 'command transaction at 16 connections, limit: the same SQL by hand',
          transport: '-',
          unit: 'tx/s',
          value: spread(rates.eventLog).median,
          limit: spread(rates.byHand).median,
        }),
      ];
    } finally {
      await world.stop();
    }
  });
}

export function commands(
  world: World,
  options: BenchOptions,
): { eventLog: () => Promise<number>; byHand: () => Promise<number> } {
  const total = options.quick ? QUICK_COMMANDS : COMMANDS;
  const log = world.eventLog(CONNECTIONS);
  const clients = Array.from({ length: CONNECTIONS }, () =>
    postgres(world.postgres.url, { max: 1, connection: { search_path: 'cards' }, onnotice: quiet }),
  );
  world.onStop(() => Promise.all(clients.map((client) => client.end({ timeout: 1 }))));
  return {
    eventLog: () =>
      rateOf(options, 'event log', total, () => sixteenAtATime(total, () => saveCard(log, randomUUID()))),
    byHand: () =>
      rateOf(options, 'by hand', total, () =>
        sixteenAtATime(total, (producer) => saveByHand(clients[producer], randomUUID())),
      ),
  };
}

/** Sixteen producers, each of which begins the next when its last has ended. */
export async function sixteenAtATime(
  total: number,
  work: (producer: number, index: number) => Promise<unknown>,
): Promise<void> {
  let begun = 0;
  const producer = async (_: unknown, id: number): Promise<void> => {
    for (let index = (begun += 1); index <= total; index = begun += 1) await work(id, index);
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, producer));
}

/** Saves a card as a use case does: the aggregate's row, then its events, in one transaction of the event log. */
export function saveCard(log: EventLog, cardId: string): Promise<void> {
  return log.transaction(async (uow) => {
    const card = cardAdded(cardId);
    await insertCard(uow.sql, card);
    uow.append({
      aggregateType: 'Card',
      aggregateId: cardId,
      version: 0,
      sequence: 0,
      domainEvents: [{ type: 'CardAddedToLibrary', data: card }],
      integrationEvents: [card],
    });
  });
}

/**
 * The same rows with the same bytes in the same four round trips (begin, card, events, commit). It leaves out what
 * ours does to build them: the change's description, columns for any number of events, time-ordered ids, causation,
 * and the guards of the transaction pool.
 */
async function saveByHand(client: Sql | undefined, cardId: string): Promise<void> {
  if (client === undefined) throw new Error('There is a client for each producer');
  const card = cardAdded(cardId);
  const event = storedEvent(cardId, 1);
  const metadata = JSON.stringify({ correlationId: event.eventId, causationId: event.eventId });
  await client.unsafe('begin');
  await insertCard(client, card);
  await client`
    with stored as (
      insert into event_store (aggregate_type, aggregate_id, version, type, data, metadata, occurred_at)
      values ('Card', ${cardId}, 1, 'CardAddedToLibrary', ${JSON.stringify(card)}::text::jsonb,
        ${metadata}::text::jsonb, ${card.addedAt}::text::timestamptz)
    ), logged as (
      insert into outbox (event_id, type, aggregate_id, sequence, partition, body)
      values (${event.eventId}, ${event.type}, ${cardId}, 1, ${event.partition}, ${event.body})
      returning day, position, partition
    )
    insert into outbox_pending (position, day, partition) select position, day, partition from logged`;
  await client.unsafe('commit');
}

function insertCard(sql: Sql | TransactionSql, card: CardAddedToLibraryV1): Promise<unknown> {
  return sql`
    insert into bench_cards (id, curator_id, url, note, version)
    values (${card.cardId}, ${card.curatorId}, ${card.url}, ${card.note ?? ''}, 1)`;
}
