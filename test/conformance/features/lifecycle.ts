import { randomUUID } from 'node:crypto';
import { ALL_PARTITIONS } from '../../../libs/eventing/src/partition.js';
import { numbers } from '../../support/wait-for.js';
import { waitFor } from '../support/waiting.js';
import { type Features, expectOnceInOrder } from '../support/case-world.js';

export const lifecycle: Features<'drain' | 'pause-resume' | 'stale-owner'> = {
  drain: async (world) => {
    const { keys, eventsEach } = world.sizes;
    const consumer = await world.durable();
    const gate = Promise.withResolvers<undefined>();
    const running = Promise.withResolvers<undefined>();
    const { consumption, sql } = await world.consumer({
      consumer,
      before: async (_value, { sequence }) => {
        if (sequence !== 2) return;
        running.resolve(undefined);
        await gate.promise;
      },
    });
    world.session.onClear(async () => {
      gate.resolve(undefined);
    });
    const { log } = await world.producer();
    const aggregates = numbers(1, keys).map(() => randomUUID());
    await Promise.all(
      aggregates.map((aggregate) => world.session.append(log, aggregate, ...numbers(1, eventsEach))),
    );
    await running.promise;
    const stopping = consumption.stop();
    world.tally.fault('stopped at work');
    gate.resolve(undefined);
    await stopping;
    // A batch that was begun is whole: what its aggregates' cursors say has its effects.
    const torn = await sql`
      select 1 from inbox_cursors c where c.consumer = ${consumer} and c.sequence <> (
        select count(*) from effects e where e.consumer = c.consumer and e.aggregate = c.aggregate_id
      )`;
    expect(torn).toHaveLength(0);
    const handled = await world.countEffects(sql, consumer);
    expect(handled).toBeGreaterThan(0);
    const transport = await world.transport(consumer);
    await waitFor('what was handled to be acknowledged, and nothing else', async () =>
      (await transport.lag(consumer, ALL_PARTITIONS)) === keys * eventsEach - handled ? true : undefined,
    );
    await world.consumer({ consumer, replica: 'feeds-2' });
    const effects = await world.untilEffects(sql, consumer, keys * eventsEach);
    expectOnceInOrder(effects, aggregates, eventsEach);
    expect(world.tally.counts.duplicates).toBe(0);
  },

  'pause-resume': async (world) => {
    const { keys, eventsEach, pauses } = world.sizes;
    const consumer = await world.durable();
    const { log, publication } = await world.producer();
    const aggregates = numbers(1, keys).map(() => randomUUID());
    let next = 1;
    const write = async (rounds: number): Promise<void> => {
      for (const value of numbers(next, next + rounds - 1)) {
        await Promise.all(aggregates.map((aggregate) => world.session.append(log, aggregate, value)));
      }
      next += rounds;
    };
    const { consumption, sql } = await world.consumer({ consumer });
    const handled = (): Promise<number> => world.countEffects(sql, consumer);
    const administration = await world.administration(consumer, { publication, consumption });
    const transport = await world.transport(consumer);
    const order = { operator: 'conformance', reason: 'to see it pause' };
    await waitFor('open lanes', () => (world.tally.openLanes === ALL_PARTITIONS.length ? true : undefined));
    for (let pause = 1; pause <= pauses; pause += 1) {
      // Under load before, and more piles up meanwhile.
      const before = (next - 1) * keys;
      const writing = write(eventsEach);
      await world.untilEffects(sql, consumer, before + 1);
      await administration.pause(order);
      world.tally.fault('paused');
      await waitFor('closed lanes', () => (world.tally.openLanes === 0 ? true : undefined));
      await writing;
      await write(1);
      // A standstill: what was handled is acknowledged, and all the rest lies in the broker.
      const total = (next - 1) * keys;
      await waitFor('a standstill', async () => {
        const lag = await transport.lag(consumer, ALL_PARTITIONS);
        return lag > 0 && lag + (await handled()) === total ? true : undefined;
      });
      expect(consumption.owned.size).toBe(ALL_PARTITIONS.length);
      await administration.resume(order);
    }
    const effects = await world.untilEffects(sql, consumer, keys * (next - 1));
    expectOnceInOrder(effects, aggregates, next - 1);
    expect(world.tally.counts).toMatchObject({ deliveries: keys * (next - 1), duplicates: 0 });
  },

  /** A process is stopped in its handler until its leases have run out and another has done the work. */
  'stale-owner': async (world) => {
    const { behind } = world.sizes;
    const service = await world.durable();
    const stale = await world.worker({ role: 'consumer', service, halt: 'in-handler' });
    const { log, sql, publication } = await world.producer();
    const aggregateId = randomUUID();
    await world.session.append(log, aggregateId, 1, 2);
    await stale.heard('halted');
    stale.signal('SIGSTOP');
    world.tally.fault('stopped in its handler');
    await world.consumer({ consumer: service, replica: 'successor' });
    await world.session.append(log, aggregateId, ...numbers(3, behind + 2));
    // Whatever the broker still holds back for the stopped one, the log has it too.
    await publication.republish({ aggregateId, from: 1, to: 2 });
    await world.untilEffects(sql, service, behind + 2);
    stale.proceed();
    stale.signal('SIGCONT');
    await stale.stop();
    expectOnceInOrder(await world.effects(sql, service), [aggregateId], behind + 2);
  },
};
