import { type Event, projections } from '@event-driven-io/emmett';
import {
  getPostgreSQLEventStore,
  postgreSQLEventStoreConsumer,
  postgreSQLProjection,
} from '@event-driven-io/emmett-postgresql';
import { cardValues, INSERT_FEED, type Peer, type PeerEvent, peerEvent, UPSERT_CARD } from './peer.ts';

type CardSaved = Event<'CardSaved', { event: PeerEvent }>;

export const emmett: Peer = {
  name: 'Emmett',
  settings:
    'the card’s row by an inline projection, in the append’s transaction; the feed by a projector that writes its rows in the transaction of its checkpoint, 500 a batch, pulled each 10 ms; its lock is given up after 5 s',
  async serve({ databaseUrl }) {
    const store = getPostgreSQLEventStore(databaseUrl);
    await store.schema.migrate();
    await store.close();
    return { environment: { BENCH_DATABASE_URL: databaseUrl }, stop: () => Promise.resolve() };
  },
  produce(environment) {
    const cards = postgreSQLProjection<CardSaved>({
      name: 'cards',
      canHandle: ['CardSaved'],
      async handle(events, { connection: { client } }) {
        for (const { data } of events) await client.query(UPSERT_CARD, cardValues(data.event));
      },
    });
    const store = getPostgreSQLEventStore(environment['BENCH_DATABASE_URL'] ?? '', {
      schema: { autoMigration: 'None' },
      projections: projections.inline([cards]),
    });
    return Promise.resolve({
      save: (cardId, sequence) =>
        store.appendToStream<CardSaved>(
          `card-${cardId}`,
          [{ type: 'CardSaved', data: { event: peerEvent(cardId, sequence) } }],
          { expectedStreamVersion: BigInt(sequence - 1) },
        ),
      stop: () => store.close(),
    });
  },
  consume(environment) {
    const consumer = postgreSQLEventStoreConsumer<CardSaved>({
      connectionString: environment['BENCH_DATABASE_URL'] ?? '',
      pulling: { batchSize: 500, pullingFrequencyInMs: 10 },
    });
    consumer.projector<CardSaved>({
      processorId: 'feed',
      startFrom: 'CURRENT',
      lock: {
        timeoutSeconds: 5,
        acquisitionPolicy: { type: 'retry', retries: 200, minTimeout: 100 },
      },
      projection: postgreSQLProjection<CardSaved>({
        name: 'feed',
        canHandle: ['CardSaved'],
        async handle(events, { connection: { client } }) {
          await client.query(INSERT_FEED, [JSON.stringify(events.map(({ data }) => data.event))]);
        },
      }),
    });
    void consumer.start();
    return Promise.resolve({ stop: () => consumer.close() });
  },
};
