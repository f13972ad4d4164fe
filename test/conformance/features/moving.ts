import { randomUUID } from 'node:crypto';
import { EventLog } from '../../../libs/eventing/src/event-log/event-log.js';
import { ALL_PARTITIONS } from '../../../libs/eventing/src/partition.js';
import type { Transport } from '../../../libs/eventing/src/transport.js';
import { SeveralTransports } from '../../../libs/eventing/src/transports/several/several-transports.js';
import type { TestBroker } from '../../support/brokers/broker.js';
import { EngineSession } from '../../support/engine-session.js';
import { runRecord, testFolder } from '../../support/run.js';
import { numbers } from '../../support/wait-for.js';
import { waitFor } from '../support/waiting.js';
import { BROKERS } from '../brokers.js';
import { type CaseWorld, type Features, expectOnceInOrder } from '../support/case-world.js';

/** The steps of a move, each a new release of the services' configuration. */
const STEPS: readonly { publish: readonly Way[]; consume: readonly Way[] }[] = [
  { publish: ['old'], consume: ['old'] },
  { publish: ['old'], consume: ['old', 'new'] },
  { publish: ['old', 'new'], consume: ['old', 'new'] },
  { publish: ['new'], consume: ['old', 'new'] },
  { publish: ['new'], consume: ['new'] },
];

type Way = 'old' | 'new';

export const moving: Features<'live-move'> = {
  'live-move': async (world) => {
    const { keys, eventsEach } = world.sizes;
    const next = await otherBroker(world);
    const consumer = await world.durable();
    await next.addConsumer(consumer, 'new');
    const log = new EventLog(world.session.transactions('cards'), '/services/cards', () => undefined);
    const sql = world.session.pool('feeds');
    const aggregates = numbers(1, keys).map(() => randomUUID());
    // The load goes on through all steps: in each, its part is begun before the services change over.
    let written = 0;
    const write = async (upTo: number): Promise<void> => {
      const values = numbers(written + 1, upTo);
      written = upTo;
      for (const value of values) {
        await Promise.all(aggregates.map((aggregate) => world.session.append(log, aggregate, value)));
      }
    };
    const ways = async (service: string, chosen: readonly Way[]): Promise<Transport> => {
      const transports = await Promise.all(
        chosen.map((way) => (way === 'old' ? world.connect(service) : next.connect(service))),
      );
      return new SeveralTransports({ publishTo: transports, consumeFrom: transports });
    };
    let session: EngineSession | undefined;
    for (const [index, { publish, consume }] of STEPS.entries()) {
      const writing = write(Math.ceil((eventsEach * (index + 1)) / STEPS.length));
      if (!consume.includes('old')) {
        // Nothing is let go of before it is empty.
        const old = await world.transport(consumer);
        await waitFor('the old broker to be empty', async () =>
          (await old.lag(consumer, ALL_PARTITIONS)) === 0 ? true : undefined,
        );
      }
      await session?.clear();
      session = new EngineSession(
        () => world.databaseUrl,
        (service) => ways(service, service === 'cards' ? publish : consume),
      );
      const current = session;
      world.session.onClear(() => current.clear());
      await session.producer();
      await session.consumer({ consumer, leaseTtlMs: 1_500, reconcileEveryMs: 3_600_000 });
      world.tally.fault('step of the move');
      await writing;
      await world.untilEffects(sql, consumer, keys * written);
    }
    const effects = await world.untilEffects(sql, consumer, keys * eventsEach);
    expectOnceInOrder(effects, aggregates, eventsEach);
    expect(await sql`select 1 from parked_events where consumer = ${consumer}`).toHaveLength(0);
  },
};

/** A broker of another kind. */
async function otherBroker(world: CaseWorld): Promise<TestBroker> {
  const kind = world.broker.name === 'postgres' ? 'nats' : 'postgres';
  const broker = await BROKERS[kind]({ folder: testFolder('next'), durable: false, record: runRecord() });
  world.session.onClear(() => broker.stop());
  return broker;
}
