import { join } from 'node:path';
import postgres, { type Sql } from 'postgres';
import { EventLog, type TransactionPool, type TransportName } from '#eventing';
import { Database } from '#platform';
import { planFor, startBroker } from '../../infra/dev/brokers/index.mjs';
import { ProcessRecord } from '../../infra/dev/servers/process-record.mjs';
import { cardAdded, SOURCE } from '../workload/cards.ts';
import { quiet } from '../run.ts';
import { connectFrom, newPublication, startConsumer } from '../world.ts';
import { cardValues, type Environment, type Peer, peerEvent, UPSERT_CARD } from './peer.ts';

const CONNECTIONS = 16;

/** The engine on one of its transports, as the services use it. */
export function ours(transport: TransportName): Peer {
  return {
    name: `ours, ${transport}`,
    settings: 'as the services run it: event log, relay in the producing process, lanes and a batch handler',
    async serve({ folder, databaseUrl, adminUrl, options }) {
      const record = new ProcessRecord(join(folder, 'processes'));
      const plan = await planFor(transport, { yes: true, log: options.say });
      const broker = await startBroker(transport, {
        dataDir: folder,
        program: plan.programs[transport],
        postgresUrl: adminUrl,
        ports: {},
        durable: true,
        log: quiet,
        logFileOf: (name) => join(folder, `${name}.log`),
        record,
      });
      const environment: Record<string, string> = {
        BENCH_DATABASE_URL: databaseUrl,
        EVENT_TRANSPORT: transport,
      };
      for (const service of ['cards', 'feeds'])
        environment[`BENCH_${service}`] = JSON.stringify(broker.environmentOf(service));
      return { environment, stop: () => record.stopAll() };
    },
    async produce(environment) {
      const transactions = poolOf(environment, 'cards', CONNECTIONS);
      const sql = clientOf(environment, 'cards', 3);
      const relaySql = clientOf(environment, 'cards', 3, { synchronous_commit: 'off' });
      const carrier = await connectFrom(environmentOf(environment, 'cards'), 'cards');
      const publication = newPublication({ sql, relaySql, transport: carrier });
      await publication.start();
      const log = new EventLog(transactions, SOURCE, publication.afterCommit);
      return {
        save: (cardId, sequence) =>
          log.transaction(async (uow) => {
            await uow.sql.unsafe(UPSERT_CARD, cardValues(peerEvent(cardId, sequence)));
            const card = cardAdded(cardId);
            uow.append({
              aggregateType: 'Card',
              aggregateId: cardId,
              version: sequence - 1,
              sequence: sequence - 1,
              domainEvents: [{ type: 'CardAddedToLibrary', data: card }],
              integrationEvents: [card],
            });
          }),
        async stop() {
          await publication.stop();
          await carrier.close();
          await Promise.all([transactions.close(), sql.end({ timeout: 1 }), relaySql.end({ timeout: 1 })]);
        },
      };
    },
    async consume(environment) {
      const carrier = await connectFrom(environmentOf(environment, 'feeds'), 'feeds');
      const consumer = await startConsumer({
        sql: clientOf(environment, 'feeds', 5),
        transactions: poolOf(environment, 'feeds', 5),
        transport: carrier,
      });
      return {
        async stop() {
          await consumer.stop();
          await carrier.close();
        },
      };
    },
  };
}

function environmentOf(environment: Environment, service: string): Record<string, string> {
  return {
    ...(JSON.parse(environment[`BENCH_${service}`] ?? '{}') as Record<string, string>),
    EVENT_TRANSPORT: environment['EVENT_TRANSPORT'] ?? '',
  };
}

function clientOf(
  environment: Environment,
  schema: string,
  max: number,
  settings: Record<string, string> = {},
): Sql {
  return postgres(environment['BENCH_DATABASE_URL'] ?? '', {
    max,
    connection: { search_path: schema, ...settings },
    onnotice: quiet,
  });
}

function poolOf(environment: Environment, schema: string, size: number): TransactionPool {
  const url = environment['BENCH_DATABASE_URL'] ?? '';
  return new Database({ url, schema, max: 1, transactions: size, applicationName: schema }).transactions;
}
