import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { ClientNats, ServerNats } from '@nestjs/microservices';
import { nkeyAuthenticator } from 'nats';
import postgres from 'postgres';
import { lastValueFrom } from 'rxjs';
import { planFor, startBroker } from '../../infra/dev/brokers/index.mjs';
import { ProcessRecord } from '../../infra/dev/servers/process-record.mjs';
import { OPERATOR } from '../../infra/nats/topology.mjs';
import { quiet } from '../run.ts';
import {
  cardValues,
  type Environment,
  INSERT_FEED,
  type Peer,
  type PeerEvent,
  peerEvent,
  UPSERT_CARD,
} from './peer.ts';

const PATTERN = 'peer.saved';

// This version of Nest asks for the client by its newer package's name; the one that is installed has the same calls.
registerHooks({
  resolve: (specifier, context, next) =>
    next(specifier === '@nats-io/transport-node' ? 'nats' : specifier, context),
});

export const nestNats: Peer = {
  name: 'Nest, NATS',
  settings:
    'emitted after the commit; a handler of one event, as many at once as come (it has no batches); NATS without JetStream, at most once by design',
  async serve({ folder, databaseUrl, adminUrl, options }) {
    const record = new ProcessRecord(join(folder, 'processes'));
    const plan = await planFor('nats', { yes: true, log: options.say });
    const broker = await startBroker('nats', {
      dataDir: folder,
      program: plan.programs.nats,
      postgresUrl: adminUrl,
      ports: {},
      durable: true,
      log: quiet,
      logFileOf: (name) => join(folder, `${name}.log`),
      record,
    });
    return {
      environment: { BENCH_DATABASE_URL: databaseUrl, ...broker.environmentOf(OPERATOR) },
      stop: () => record.stopAll(),
    };
  },
  async produce(environment) {
    const sql = postgres(environment['BENCH_DATABASE_URL'] ?? '', { max: 16, onnotice: quiet });
    const client = new ClientNats(optionsOf(environment));
    await client.connect();
    return {
      async save(cardId, sequence) {
        const event = peerEvent(cardId, sequence);
        await sql.unsafe(UPSERT_CARD, cardValues(event));
        await lastValueFrom(client.emit(PATTERN, event), { defaultValue: undefined });
      },
      stop: () => Promise.all([client.close(), sql.end({ timeout: 1 })]),
    };
  },
  async consume(environment) {
    const sql = postgres(environment['BENCH_DATABASE_URL'] ?? '', { max: 16, onnotice: quiet });
    const server = new ServerNats(optionsOf(environment));
    const handle = async (event: PeerEvent): Promise<void> => {
      await sql.unsafe(INSERT_FEED, [JSON.stringify([event])]);
    };
    server.addHandler(PATTERN, handle, true);
    await new Promise<void>((resolve, reject) => {
      void server.listen((error?: unknown) => {
        if (error === undefined) resolve();
        else reject(error instanceof Error ? error : new Error('NATS can not be reached', { cause: error }));
      });
    });
    return { stop: () => server.close() };
  },
};

function optionsOf(environment: Environment) {
  return {
    servers: environment['NATS_URL'] ?? '',
    authenticator: nkeyAuthenticator(new TextEncoder().encode(environment['NATS_NKEY_SEED'] ?? '')),
  };
}
