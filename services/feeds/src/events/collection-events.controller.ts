import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { CardAddedToCollectionV1, CardRemovedFromCollectionV1, CollectionCreatedV2 } from '#contracts';
import { type EventBatchContext, type EventEnvelope, OnEvents } from '#eventing';
import {
  projectCardsAddedToCollections,
  projectCardsRemovedFromCollections,
  projectCollectionsCreated,
} from '../application/project-collections.js';

@Controller()
export class CollectionEventsController {
  @OnEvents(CollectionCreatedV2)
  created(
    @Payload() events: readonly EventEnvelope<CollectionCreatedV2>[],
    @Ctx() { uow }: EventBatchContext,
  ): Promise<void> {
    return projectCollectionsCreated(uow, events);
  }

  @OnEvents(CardAddedToCollectionV1)
  cardsAdded(
    @Payload() events: readonly EventEnvelope<CardAddedToCollectionV1>[],
    @Ctx() { uow }: EventBatchContext,
  ): Promise<void> {
    return projectCardsAddedToCollections(
      uow,
      events.map(({ data }) => data),
    );
  }

  @OnEvents(CardRemovedFromCollectionV1)
  cardsRemoved(
    @Payload() events: readonly EventEnvelope<CardRemovedFromCollectionV1>[],
    @Ctx() { uow }: EventBatchContext,
  ): Promise<void> {
    return projectCardsRemovedFromCollections(
      uow,
      events.map(({ data }) => data),
    );
  }
}
