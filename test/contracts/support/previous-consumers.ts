import { Controller, Module, type Type } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { type CollectionCreatedV1, CollectionCreatedV2, eventOf } from '#contracts';
import { type EventBatchContext, type EventEnvelope, OnEvents, type UnitOfWork } from '#eventing';
import type { ServiceDefinition } from '#platform';
import {
  projectCardsAdded,
  projectCardsRemoved,
} from '../../../services/feeds/src/application/project-cards.js';
import {
  projectCardsAddedToCollections,
  projectCardsRemovedFromCollections,
  projectCollectionsCreated,
} from '../../../services/feeds/src/application/project-collections.js';
import { feedsService } from '../../../services/feeds/src/service.js';
import {
  notifyOfCollecting,
  notifyOfSaves,
  withdrawFromCollections,
  withdrawRemovedCards,
} from '../../../services/notifications/src/application/notify-of-cards.js';
import {
  notifyOfFollows,
  withdrawFollows,
} from '../../../services/notifications/src/application/notify-of-follows.js';
import { notificationsService } from '../../../services/notifications/src/service.js';
import { frozenClass, type Release } from './releases.js';

type Handle = (uow: UnitOfWork, events: readonly EventEnvelope[]) => Promise<void>;

/** Of a handler that wants the payloads alone, as most do. */
const ofData =
  (handle: (uow: UnitOfWork, data: readonly never[]) => Promise<void>): Handle =>
  (uow, events) =>
    handle(
      uow,
      events.map(({ data }) => data as never),
    );

/** What the services of release 1 did with each event that they handled. */
const HANDLERS: Readonly<Record<string, Readonly<Record<string, Handle>>>> = {
  feeds: {
    'events.cards.card-added-to-library.v1': ofData(projectCardsAdded),
    'events.cards.card-removed-from-library.v1': ofData(projectCardsRemoved),
    'events.cards.card-added-to-collection.v1': ofData(projectCardsAddedToCollections),
    'events.cards.card-removed-from-collection.v1': ofData(projectCardsRemovedFromCollections),
    // It knew no access, and its table had none: today's has a default.
    'events.cards.collection-created.v1': (uow, events) =>
      projectCollectionsCreated(
        uow,
        events.map((event) => {
          const data = event.data as CollectionCreatedV1;
          return { ...event, data: eventOf(CollectionCreatedV2, { ...fieldsOf(data), access: 'CLOSED' }) };
        }),
      ),
  },
  notifications: {
    'events.cards.card-added-to-library.v1': ofData(notifyOfSaves),
    'events.cards.card-removed-from-library.v1': ofData(withdrawRemovedCards),
    'events.cards.card-added-to-collection.v1': ofData(notifyOfCollecting),
    'events.cards.card-removed-from-collection.v1': ofData(withdrawFromCollections),
    'events.feeds.target-followed.v1': ofData(notifyOfFollows),
    'events.feeds.target-unfollowed.v1': ofData(withdrawFollows),
  },
};

/** Whether a service of release 1 had a handler for a type. */
export function handledThen(service: string, type: string): boolean {
  return type in (HANDLERS[service] ?? {});
}

const fieldsOf = ({ collectionId, authorId, name }: CollectionCreatedV1) => ({
  collectionId,
  authorId,
  name,
});

/**
 * The consumers as they were built with a release: they read by its frozen schemas, know its majors and no upcaster
 * of today, and do with an event what they did then.
 */
export function previousConsumers(release: Release): ServiceDefinition[] {
  return [feedsService, notificationsService].map((today) => {
    const handlers = Object.entries(HANDLERS[today.name] ?? {});
    const unreleased = handlers.filter(([type]) => !release.types.includes(type));
    if (unreleased.length > 0) {
      throw new Error(`Release ${String(release.number)} has no ${unreleased.map(([type]) => type).join()}`);
    }
    return {
      ...today,
      version: `of release ${String(release.number)}`,
      upcasters: [],
      module: moduleOf(release, handlers),
    };
  });
}

function moduleOf(release: Release, handlers: readonly (readonly [string, Handle])[]): Type {
  @Controller()
  class PreviousController {}
  for (const [type, handle] of handlers) {
    const value = (events: readonly EventEnvelope[], { uow }: EventBatchContext): Promise<void> =>
      handle(uow, events);
    const descriptor = { value, enumerable: false, writable: true, configurable: true };
    Object.defineProperty(PreviousController.prototype, type, descriptor);
    Payload()(PreviousController.prototype, type, 0);
    Ctx()(PreviousController.prototype, type, 1);
    OnEvents(frozenClass(release, type))(PreviousController.prototype, type, descriptor);
  }
  @Module({ controllers: [PreviousController] })
  class PreviousModule {}
  return PreviousModule;
}
