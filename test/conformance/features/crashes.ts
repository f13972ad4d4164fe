import { randomUUID } from 'node:crypto';
import { ALL_PARTITIONS } from '../../../libs/eventing/src/partition.js';
import { numbers } from '../../support/wait-for.js';
import { waitFor } from '../support/waiting.js';
import { type CaseWorld, type Features, expectOnceInOrder } from '../support/case-world.js';

type CrashWorld = CaseWorld<Readonly<Record<'keys' | 'eventsEach', number>>>;

/**
 * Processes killed with SIGKILL where it hurts. The last event of an aggregate has none behind it that would show a
 * gap, and the consumers are not told of other losses here: what comes, comes without healing.
 */
export const crashes: Features<
  | 'crash-commit-publish'
  | 'crash-publish-mark'
  | 'crash-in-handler'
  | 'crash-commit-ack'
  | 'crash-final-attempt'
> = {
  'crash-commit-publish': async (world) => {
    await killedProducer(world, 'before-publish');
    expect(world.tally.counts.duplicates).toBe(0);
  },

  'crash-publish-mark': async (world) => {
    await killedProducer(world, 'after-publish');
  },

  'crash-in-handler': async (world) => {
    await killedConsumer(world, 'in-handler');
  },

  'crash-commit-ack': async (world) => {
    await killedConsumer(world, 'before-ack');
    // What was committed and not acknowledged has come again: the case has shown what it is for.
    expect(world.tally.counts.duplicates).toBeGreaterThan(0);
  },

  'crash-final-attempt': async (world) => {
    const { attempts } = world.sizes;
    const service = await world.durable();
    const retry = { attempts, firstDelayMs: 10, maxDelayMs: 20 };
    const dying = await world.worker({
      role: 'consumer',
      service,
      halt: 'in-handler',
      failFrom: 13,
      failures: attempts - 1,
      retry,
    });
    const { log, sql } = await world.producer();
    const aggregate = randomUUID();
    await world.session.append(log, aggregate, 1);
    await world.untilEffects(sql, service, 1);
    // By itself, so that each call of the handler is an attempt.
    await world.session.append(log, aggregate, 13);
    await dying.killAtHalt(world.tally, 'killed in the last attempt');
    await world.session.append(log, aggregate, 2);

    const before = (value: number): void => {
      if (value === 13) throw new Error('still not');
    };
    await world.consumer({ consumer: service, replica: 'consumer-1', retry, before });
    const parked = await waitFor('a dead letter', async () => {
      const rows = await sql<{ sequence: number; status: string; attempts: number }[]>`
        select sequence::int, status, attempts from feeds.parked_events where consumer = ${service} order by 1`;
      return rows.length === 2 && rows[0]?.status === 'dead' ? rows : undefined;
    });
    // The attempt in which the process died is not counted: it was neither a success nor a failure.
    expect(parked.map((row) => ({ ...row }))).toEqual([
      { sequence: 2, status: 'dead', attempts },
      { sequence: 3, status: 'waiting', attempts: 0 },
    ]);
  },
};

async function killedProducer(world: CrashWorld, halt: 'before-publish' | 'after-publish'): Promise<void> {
  const { keys, eventsEach } = world.sizes;
  const consumer = await world.durable();
  const { sql } = await world.consumer({ consumer });
  const dying = await world.worker({ role: 'producer', service: 'cards', halt });
  const aggregates = numbers(1, keys).map(() => randomUUID());
  for (const aggregate of aggregates) await dying.append(aggregate, ...numbers(1, eventsEach));
  await dying.killAtHalt(world.tally, `killed ${halt}`);
  if (halt === 'before-publish') expect(await world.effects(sql, consumer)).toEqual([]);

  await world.producer({ replica: 'producer-1' });
  const effects = await world.untilEffects(sql, consumer, keys * eventsEach);
  expectOnceInOrder(effects, aggregates, eventsEach);
  expect(world.tally.counts.gapsHealed).toBe(0);
}

async function killedConsumer(world: CrashWorld, halt: 'in-handler' | 'before-ack'): Promise<void> {
  const { keys, eventsEach } = world.sizes;
  const service = await world.durable();
  const dying = await world.worker({ role: 'consumer', service, halt });
  const { log, sql } = await world.producer();
  const aggregates = numbers(1, keys).map(() => randomUUID());
  for (const aggregate of aggregates) await world.session.append(log, aggregate, ...numbers(1, eventsEach));
  await dying.killAtHalt(world.tally, `killed ${halt}`);

  const transport = await world.transport(service);
  await world.consumer({ consumer: service, replica: 'consumer-1', transport });
  await world.untilEffects(sql, service, keys * eventsEach);
  await waitFor('an empty lag', async () =>
    (await transport.lag(service, ALL_PARTITIONS)) === 0 ? true : undefined,
  );
  expectOnceInOrder(await world.effects(sql, service), aggregates, eventsEach);
  expect(world.tally.counts.gapsHealed).toBe(0);
}
