import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JetStreamManager } from 'nats';
import postgres, { type Sql } from 'postgres';
import { Api } from '../../../infra/dev/api.mjs';
import { operatorTokenFile } from '../../../infra/dev/state.mjs';
import { type Identities, identityOf } from '../../../infra/nats/identities.mjs';
import { consumersOf, OPERATOR, partitionToken, STREAM } from '../../../infra/nats/topology.mjs';
import { partitionOf } from '../../../libs/eventing/src/partition.js';
import { untilSettled } from '../../support/delivery-state.js';
import { asNatsOperator } from '../../support/nats-operator.js';
import { startSystem, type TestSystem } from '../../support/system.js';
import { waitFor } from '../../support/wait-for.js';
import type { OperatorShell } from '../operator-shell.js';
import { openShell, type World, type WorldOptions } from './world.js';

const ADA = 'did:plc:ada';
const DUPLICATES = /^commonplace_events_duplicates_total\{.*\} (\d+)$/gmu;

/** The whole system as `npm start` runs it, with one nats-server and a few cards in it. */
export class SystemWorld implements World {
  readonly shell: OperatorShell;
  readonly #system: TestSystem;
  readonly #sql: Sql;
  readonly #ada: Api;
  readonly #seed: string;
  #saved = 0;

  static async start(options: WorldOptions): Promise<SystemWorld> {
    const dataDir = join(options.folder, 'data');
    const startedAt = new Date().toISOString();
    const system = await startSystem({ dataDir });
    const sql = postgres(system.adminUrl, { max: 2, onnotice: () => undefined });
    const urls = Object.entries(system.urls).map(([name, url]) => [`${name.toUpperCase()}_URL`, url]);
    const shell = openShell(options, {
      SERVERS: system.brokerUrl,
      DATA: dataDir,
      TIME: startedAt,
      BACKUP: join(options.folder, 'backup'),
      OPERATOR_TOKEN: readFileSync(operatorTokenFile(dataDir), 'utf8').trim(),
      ...(Object.fromEntries(urls) as Record<string, string>),
    });
    const file = join(dataDir, 'secrets', 'identities.json');
    const identities = JSON.parse(readFileSync(file, 'utf8')) as Identities;
    const world = new SystemWorld(system, sql, shell, identityOf(identities, OPERATOR).seed);
    try {
      await world.#fill();
    } catch (error) {
      await world.stop();
      throw error;
    }
    return world;
  }

  private constructor(system: TestSystem, sql: Sql, shell: OperatorShell, seed: string) {
    this.#system = system;
    this.#sql = sql;
    this.shell = shell;
    this.#seed = seed;
    this.#ada = new Api(system.urls, ADA);
  }

  /** What somebody else did to the stream before the operator was called. */
  onStream<T>(work: (manager: JetStreamManager) => Promise<T>): Promise<T> {
    return asNatsOperator(this.#system.brokerUrl, this.#seed, work);
  }

  /** A researcher saves a work. Its event may not have come anywhere yet. */
  async save(): Promise<string> {
    this.#saved += 1;
    const card = await this.#ada.post('cards', '/cards', {
      url: `https://example.org/${String(this.#saved)}`,
    });
    return String(card['id']);
  }

  /** Every event is handled, and nothing is left in the broker either. */
  async untilSettled(): Promise<void> {
    await untilSettled(this.#sql);
    await waitFor('every lane of feeds to be read to its end', async () => {
      const left = await this.onStream(async (manager) => {
        const lanes = await Promise.all(
          consumersOf('feeds').map(({ name }) => manager.consumers.info(STREAM, name)),
        );
        return lanes.reduce((sum, lane) => sum + lane.num_pending + lane.num_ack_pending, 0);
      });
      return left === 0 ? true : undefined;
    });
  }

  /** What feeds has made of the events. */
  async feed(): Promise<unknown[]> {
    return [...(await this.#sql`select * from feeds.feed_entries order by 1, 2`)];
  }

  /** Deliveries to feeds that it skipped. */
  async duplicates(): Promise<number> {
    const text = await (await fetch(`${String(this.#system.urls['feeds'])}/metrics`)).text();
    return [...text.matchAll(DUPLICATES)].reduce((sum, [, count]) => sum + Number(count), 0);
  }

  async stop(): Promise<void> {
    await this.#sql.end({ timeout: 1 });
    await this.#system.stop();
  }

  /** The event that the runbook's operator looks for, and a few others. */
  async #fill(): Promise<void> {
    const cardId = await this.save();
    await this.untilSettled();
    const partition = partitionToken(partitionOf(cardId));
    const type = 'events.cards.card-added-to-library.v1';
    const message = await this.onStream((manager) =>
      manager.streams.getMessage(STREAM, { last_by_subj: `${type}.${partition}` }),
    );
    Object.assign(this.shell.variables, {
      AGGREGATE_ID: cardId,
      EVENT_ID: message.header.get('Nats-Msg-Id'),
      SEQUENCE: String(message.seq),
      PARTITION: partition,
    });
    for (let more = 0; more < 5; more += 1) await this.save();
    await this.untilSettled();
  }
}
