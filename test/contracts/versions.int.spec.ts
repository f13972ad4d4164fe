import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { Controller, Module } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { IsString } from 'class-validator';
import { CollectionCreatedV1, CollectionCreatedV2, eventOf } from '#contracts';
import { type EventBatchContext, type EventEnvelope, OnEvents } from '#eventing';
import { LibraryEventsController } from '../../services/feeds/src/events/library-events.controller.js';
import { projectCollectionsCreated } from '../../services/feeds/src/application/project-collections.js';
import { feedsService } from '../../services/feeds/src/service.js';
import { ConsumerBench, type Sent } from './support/consumer-bench.js';
import { FIXTURES, fixturesIn, type Payload as Data } from './support/fixtures.js';

/** What a later release may make of it: other names for what is there already. */
class CollectionCreatedV3 {
  static readonly type = 'events.cards.collection-created.v3';

  @IsString()
  collectionId!: string;

  @IsString()
  ownerId!: string;

  @IsString()
  title!: string;
}

@Controller()
class NextCollectionEventsController {
  @OnEvents(CollectionCreatedV3)
  created(
    @Payload() events: readonly EventEnvelope<CollectionCreatedV3>[],
    @Ctx() { uow }: EventBatchContext,
  ): Promise<void> {
    const created = events.map(({ data: { collectionId, ownerId, title }, ...envelope }) => ({
      ...envelope,
      data: eventOf(CollectionCreatedV2, { collectionId, authorId: ownerId, name: title, access: 'OPEN' }),
    }));
    return projectCollectionsCreated(uow, created);
  }
}

@Module({ controllers: [NextCollectionEventsController, LibraryEventsController] })
class NextModule {}

const V1 = CollectionCreatedV1.type;
const V2 = CollectionCreatedV2.type;
const fixture = (type: string, name: string): Data => {
  const found = fixturesIn(FIXTURES).find((one) => one.type === type && one.name === name);
  if (found === undefined) throw new Error(`${type} has no ${name} fixture`);
  return found.data;
};

describe('the majors of collection-created in feeds', () => {
  let bench: ConsumerBench;

  beforeAll(async () => {
    bench = await ConsumerBench.start(feedsService);
  });
  beforeEach(() => bench.clear());
  afterAll(() => bench.stop());

  const added = fixture('events.cards.card-added-to-collection.v1', 'minimal');
  const addedAs = (sequence: number): Sent => ({
    type: 'events.cards.card-added-to-collection.v1',
    sequence,
    data: added,
  });

  it('published together have one effect, and the newer one has it', async () => {
    const data = fixture(V2, 'maximal');
    const twins: Sent[] = [
      { type: V1, sequence: 1, data: fixture(V1, 'maximal'), twins: [V2] },
      { type: V2, sequence: 2, data, twins: [V1] },
    ];
    const aggregate = randomUUID();
    await bench.send(aggregate, ...twins.toReversed(), ...twins, addedAs(3));
    await bench.untilHandled(aggregate, 3);
    const state = await bench.state();
    expect(state['collections']).toMatchObject([{ description: data['description'], access: 'OPEN' }]);
    expect(state['feed_entries']).toHaveLength(2);
  });

  it('in a history that knows only v1 give the state of today', async () => {
    const [today, old] = [randomUUID(), randomUUID()];
    const v1 = fixture(V1, 'maximal');
    await bench.send(
      today,
      { type: V1, sequence: 1, data: v1, twins: [V2] },
      { type: V2, sequence: 2, data: { ...v1, access: 'CLOSED' }, twins: [V1] },
      addedAs(3),
    );
    await bench.untilHandled(today, 3);
    const state = await bench.state();
    expect(state['collections']).toHaveLength(1);

    await bench.clear();
    await bench.send(old, { type: V1, sequence: 1, data: v1 }, addedAs(2));
    await bench.untilHandled(old, 2);
    expect(await bench.state()).toEqual(state);
  });

  it('that this version does not know wait, with what follows, for the version that does', async () => {
    const aggregate = randomUUID();
    const { collectionId, authorId, name } = fixture(V1, 'minimal');
    const v3 = { collectionId, ownerId: authorId, title: name };
    const other = randomUUID();
    await bench.send(aggregate, { type: CollectionCreatedV3.type, sequence: 1, data: v3 }, addedAs(2));
    expect(await bench.parkedReason(aggregate)).toBe('unknown-version');
    // Others go on meanwhile.
    await bench.send(other, { type: V2, sequence: 1, data: fixture(V2, 'minimal') });
    await bench.untilHandled(other, 1);
    await bench.clear();

    await bench.deploy({ ...feedsService, version: 'next', module: NextModule });
    await bench.untilHandled(aggregate, 2);
    expect((await bench.state())['collections']).toMatchObject([
      { collection_id: collectionId, author_id: authorId, name, access: 'OPEN' },
    ]);
    await bench.deploy(feedsService);
  });
});
