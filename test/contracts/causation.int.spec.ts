import 'reflect-metadata';
import { Controller, Module } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { IsString } from 'class-validator';
import postgres, { type Sql } from 'postgres';
import { uuidv7 } from 'uuidv7';
import { CardAddedToLibraryV1, eventOf, NotificationCreatedV1, TargetFollowedV1 } from '#contracts';
import { type EventContext, type EventEnvelope, OnEvent } from '#eventing';
import { notificationsService } from '../../services/notifications/src/service.js';
import { feedsService } from '../../services/feeds/src/service.js';
import { waitFor } from '../support/wait-for.js';
import { RunningSystem } from './support/running-system.js';

const ADA = 'did:plc:ewvi7nxzyoun6zhxrhs64oiz';
const BOB = 'did:plc:44ybard66vv44zksje25o7dz';
const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

/** An answer to an event: an event of an aggregate of its own. */
function answer(integrationEvent: object, { uow }: EventContext): Promise<void> {
  uow.append({
    aggregateType: 'Answer',
    aggregateId: uuidv7(),
    version: 0,
    sequence: 0,
    domainEvents: [{ type: 'Answered', data: {} }],
    integrationEvents: [integrationEvent],
  });
  return Promise.resolve();
}

/** Whoever saves a card is followed by Bob. */
@Controller()
class FollowingController {
  @OnEvent(CardAddedToLibraryV1)
  saved(@Payload() event: EventEnvelope<CardAddedToLibraryV1>, @Ctx() context: EventContext): Promise<void> {
    const target = { targetType: 'USER', targetId: event.data.curatorId } as const;
    const followedAt = new Date().toISOString();
    return answer(
      eventOf(TargetFollowedV1, { followId: uuidv7(), followerId: BOB, ...target, followedAt }),
      context,
    );
  }
}

class FollowerGreetedV1 {
  static readonly type = 'events.notifications.follower-greeted.v1';

  @IsString()
  followerId!: string;
}

/** A further link of the chain: the answer to the answer. */
@Controller()
class GreetingController {
  @OnEvent(TargetFollowedV1)
  followed(@Payload() event: EventEnvelope<TargetFollowedV1>, @Ctx() context: EventContext): Promise<void> {
    return answer(eventOf(FollowerGreetedV1, { followerId: event.data.followerId }), context);
  }
}

@Module({ controllers: [FollowingController] })
class AnsweringFeeds {}

@Module({ controllers: [GreetingController] })
class AnsweringNotifications {}

interface Written {
  id: string;
  type: string;
  correlationid: string;
  causationid: string;
  traceparent?: string;
}

describe('correlation, causation and trace', () => {
  let system: RunningSystem;
  let sql: Sql;

  beforeAll(async () => {
    system = await RunningSystem.start(
      { ...feedsService, module: AnsweringFeeds },
      { ...notificationsService, module: AnsweringNotifications },
    );
    sql = postgres(system.database.adminUrl, { max: 2, onnotice: () => undefined });
  }, 60_000);

  afterAll(async () => {
    await sql.end({ timeout: 1 });
    await system.stop();
  });

  /** Bodies of a service's outbox and causes of its event store, for one correlation id. */
  async function writtenBy(service: string, correlationId: string, count: number) {
    return waitFor(`${String(count)} events of ${service}`, async () => {
      const rows = await sql<{ body: string }[]>`
        select body from ${sql(service)}.outbox
        where body::jsonb ->> 'correlationid' = ${correlationId} order by position`;
      const stored = await sql<{ metadata: Record<string, string> }[]>`
        select metadata from ${sql(service)}.event_store where metadata ->> 'correlationId' = ${correlationId}`;
      const events = rows.map(({ body }) => JSON.parse(body) as Written);
      return events.length === count ? { events, stored: stored.map(({ metadata }) => metadata) } : undefined;
    });
  }

  it('go from a request through every consequence in every service', async () => {
    const collection = await system.request('cards', 'POST', '/collections', {
      as: ADA,
      body: { name: 'Tides' },
    });
    const correlationId = `asked-${uuidv7()}`;
    await system.request('cards', 'POST', '/cards', {
      as: ADA,
      body: { url: 'https://example.org/tides', collectionIds: [collection['id']] },
      headers: { 'x-correlation-id': correlationId, traceparent: TRACE },
    });

    const cards = await writtenBy('cards', correlationId, 2);
    const [request] = cards.events.map(({ causationid }) => causationid);
    expect(cards.events).toMatchObject([
      { causationid: request, traceparent: TRACE },
      { causationid: request, traceparent: TRACE },
    ]);
    expect(cards.stored).toEqual([
      { correlationId, causationId: request, traceparent: TRACE },
      { correlationId, causationId: request, traceparent: TRACE },
    ]);

    const saved = cards.events.find(({ type }) => type === CardAddedToLibraryV1.type);
    const feeds = await writtenBy('feeds', correlationId, 1);
    expect(feeds.events).toMatchObject([{ causationid: saved?.id, traceparent: TRACE }]);
    expect(feeds.stored).toEqual([{ correlationId, causationId: saved?.id, traceparent: TRACE }]);

    const notifications = await writtenBy('notifications', correlationId, 1);
    expect(notifications.events).toMatchObject([{ causationid: feeds.events[0]?.id, traceparent: TRACE }]);
  });

  it('are made where the client brings none, and told to it', async () => {
    const answer = await system.request('cards', 'POST', '/collections', {
      as: ADA,
      body: { name: 'Waves' },
    });
    const [row] = await sql<{ body: string }[]>`
      select body from cards.outbox where aggregate_id = ${String(answer['id'])} order by position limit 1`;
    const { correlationid, causationid, traceparent } = JSON.parse(row!.body) as Written;
    expect([correlationid, causationid]).toEqual([expect.any(String), expect.any(String)]);
    expect(traceparent).toBeUndefined();
  });

  it('go from a request to what feeds publishes for it, and to what notifications announces of it', async () => {
    const real = await RunningSystem.start();
    const admin = postgres(real.database.adminUrl, { max: 1, onnotice: () => undefined });
    try {
      await real.request('feeds', 'PUT', `/follows/users/${BOB}`, {
        as: ADA,
        headers: { 'x-correlation-id': 'one-follow', traceparent: TRACE },
      });
      const rows = await admin<{ body: string }[]>`select body from feeds.outbox`;
      expect(rows.map(({ body }) => JSON.parse(body) as Written)).toMatchObject([
        { type: TargetFollowedV1.type, correlationid: 'one-follow', traceparent: TRACE },
      ]);
      const followed = JSON.parse(rows[0]!.body) as Written;
      const announced = await waitFor('the announcement', async () => {
        const [row] = await admin<{ body: string }[]>`select body from notifications.outbox`;
        return row && (JSON.parse(row.body) as Written);
      });
      expect(announced).toMatchObject({
        type: NotificationCreatedV1.type,
        correlationid: 'one-follow',
        causationid: followed.id,
        traceparent: TRACE,
      });
    } finally {
      await admin.end({ timeout: 1 });
      await real.stop();
    }
  });
});
