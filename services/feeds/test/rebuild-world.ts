import { randomUUID } from 'node:crypto';
import {
  CardAddedToCollectionV1,
  CardAddedToLibraryV1,
  CardRemovedFromCollectionV1,
  CardRemovedFromLibraryV1,
  CollectionCreatedV2,
  eventOf,
  UrlMetadataResolvedV1,
} from '#contracts';
import type { RebuildProgress } from '#eventing';
import { ServiceRebuild } from '#platform';
import { OPERATOR } from '../../../infra/nats/topology.mjs';
import { identityOf } from '../../../infra/nats/identities.mjs';
import { ServiceKit } from '../../../test/kit/service-kit.js';
import { NatsBroker } from '../../../test/support/brokers/nats.js';
import { runRecord, testFolder } from '../../../test/support/run.js';
import { feedsProjection } from '../src/projection.js';
import { feedsService } from '../src/service.js';

export const READER = 'did:plc:reader';
export const PEOPLE = ['did:plc:ada', 'did:plc:bob', 'did:plc:eve'] as const;

/** All that events make of the service, the indexes of it, and how far it is; follows have ids of their own in each. */
const COMPARED: Readonly<Record<string, string>> = {
  cards: 'select * from cards',
  collections: 'select * from collections',
  connections: 'select * from connections',
  feed_entries: 'select * from feed_entries',
  activity_cards: 'select * from activity_cards',
  timeline_entries: 'select * from timeline_entries',
  follow_targets: 'select * from follow_targets',
  inbox_cursors:
    "select consumer, aggregate_id, sequence from inbox_cursors where source = '/services/cards'",
};

/**
 * A feeds service whose projection is rebuilt, and another on servers of its own that is told the same and is left in
 * peace: what the one should be afterwards, the other is.
 */
export class RebuildWorld {
  readonly #broker: NatsBroker;
  readonly #collections: string[] = [];
  /** An import is one person's. */
  readonly #imports = new Map<string, string>(PEOPLE.map((person) => [person, randomUUID()]));
  readonly #cards: { cardId: string; curatorId: string; url: string }[] = [];

  static async start(): Promise<RebuildWorld> {
    const broker = await NatsBroker.start({
      folder: testFolder('nats'),
      record: runRecord(),
      durable: false,
    });
    const [rebuilt, other] = await Promise.all([
      ServiceKit.start(feedsService, { broker }),
      ServiceKit.start(feedsService),
    ]);
    return new RebuildWorld(broker, rebuilt, other);
  }

  private constructor(
    broker: NatsBroker,
    readonly rebuilt: ServiceKit,
    readonly other: ServiceKit,
  ) {
    this.#broker = broker;
  }

  /** A rebuild as the operator's command runs it. The caller closes it. */
  rebuild({ stuckMs }: { stuckMs?: number } = {}): ServiceRebuild {
    return new ServiceRebuild(feedsService, feedsProjection, {
      databaseUrl: this.rebuilt.databaseUrl,
      natsUrl: this.#broker.server.url,
      natsNkeySeed: identityOf(this.#broker.identities, OPERATOR).seed,
      operator: 'ada',
      ...(stuckMs === undefined ? {} : { stuckMs }),
    });
  }

  /** Runs a rebuild to its end, or until `stop` says so. */
  async run(
    options: { stop?: AbortSignal; onProgress?: (progress: RebuildProgress) => void; stuckMs?: number } = {},
  ): Promise<boolean> {
    const { stop = new AbortController().signal, onProgress = () => undefined, stuckMs } = options;
    const rebuild = this.rebuild(stuckMs === undefined ? {} : { stuckMs });
    try {
      return await rebuild.run({ signal: stop, onProgress });
    } finally {
      await rebuild.close();
    }
  }

  async publish(aggregateId: string, event: object): Promise<void> {
    const envelope = await this.rebuilt.publish('cards', aggregateId, event);
    await this.other.publishAgain(envelope);
  }

  async request(method: string, path: string, as: string): Promise<void> {
    for (const kit of [this.rebuilt, this.other]) {
      const { status } = await kit.request(method, path, { as });
      if (status >= 300) throw new Error(`${method} ${path} was answered with ${String(status)}`);
    }
  }

  /** One more act of somebody, each number another one; five in a row are about the same card. */
  async act(number: number): Promise<void> {
    const curatorId = PEOPLE[number % PEOPLE.length] ?? READER;
    const at = new Date().toISOString();
    if (number % 25 === 0) await this.#makeCollection(curatorId);
    const collectionId = this.#collections.at(-1) ?? '';
    if (number % 5 === 0) {
      const card = { cardId: randomUUID(), curatorId, url: `https://example.org/${String(number % 40)}` };
      this.#cards.push(card);
      const metadata = { title: `Work ${String(number)}` };
      const importId = number % 2 === 0 ? undefined : this.#imports.get(curatorId);
      await this.publish(
        card.cardId,
        eventOf(CardAddedToLibraryV1, {
          ...card,
          metadata,
          saveId: card.cardId,
          addedAt: at,
          ...(importId === undefined ? {} : { importId }),
        }),
      );
      return;
    }
    const card = this.#cards.at(-1);
    if (card === undefined) return;
    const { cardId, curatorId: owner, url } = card;
    if (number % 5 === 1)
      await this.publish(
        collectionId,
        eventOf(CardAddedToCollectionV1, {
          cardId,
          url,
          saveId: cardId,
          collectionId,
          collectionName: 'Tides',
          authorId: owner,
          collaboratorIds: [],
          cardCuratorId: owner,
          addedBy: owner,
          addedAt: at,
          metadata: {},
        }),
      );
    if (number % 5 === 2)
      await this.publish(
        cardId,
        eventOf(UrlMetadataResolvedV1, {
          cardId,
          curatorId: owner,
          url,
          metadata: { title: `Resolved ${String(number)}` },
          resolvedAt: at,
        }),
      );
    if (number % 15 === 3)
      await this.publish(
        collectionId,
        eventOf(CardRemovedFromCollectionV1, { collectionId, cardId, removedBy: owner, removedAt: at }),
      );
    if (number % 20 === 4)
      await this.publish(
        cardId,
        eventOf(CardRemovedFromLibraryV1, { cardId, curatorId: owner, url, removedAt: at }),
      );
  }

  async acts(from: number, to: number): Promise<void> {
    for (let number = from; number < to; number += 1) await this.act(number);
  }

  /** What a service holds, without the order in which it came. */
  async rows(kit: ServiceKit): Promise<Record<string, unknown>> {
    const rows: Record<string, unknown> = {};
    for (const [table, query] of Object.entries(COMPARED)) {
      const found = await kit.sql.unsafe(`select to_jsonb(t) as row from (${query}) t order by 1`);
      rows[table] = found.map(({ row }) => row as unknown);
    }
    return JSON.parse(JSON.stringify(rows)) as Record<string, unknown>;
  }

  /** What is left over of a rebuild: tables and consumers. */
  async leftOver(): Promise<{ tables: string[]; consumers: string[] }> {
    const tables = await this.rebuilt.sql<{ name: string }[]>`
      select tablename as name from pg_tables where schemaname = 'feeds_rebuild'`;
    const connection = await this.#broker.operator();
    const consumers: string[] = [];
    for await (const { name } of (await connection.jetstreamManager()).consumers.list('EVENTS'))
      if (name.startsWith('feeds-rebuild')) consumers.push(name);
    await connection.close();
    return { tables: tables.map(({ name }) => name), consumers };
  }

  async settled(): Promise<void> {
    await this.rebuilt.untilSettled();
  }

  async stop(): Promise<void> {
    await this.rebuilt.stop();
    await this.other.stop();
  }

  async #makeCollection(authorId: string): Promise<void> {
    const collectionId = randomUUID();
    this.#collections.push(collectionId);
    await this.publish(
      collectionId,
      eventOf(CollectionCreatedV2, { collectionId, authorId, name: 'Tides', access: 'CLOSED' }),
    );
  }
}
