import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import {
  CardAddedToCollectionV1,
  CardRemovedFromCollectionV1,
  CollectionChangedV1,
  CollectionCreatedV2,
  CollectionDeletedV1,
} from '#contracts';
import { type EventBatchContext, type EventEnvelope, OnEvents } from '#eventing';
import {
  projectCardsAddedToCollections,
  projectCardsRemovedFromCollections,
  projectCollectionsChanged,
  projectCollectionsCreated,
  projectCollectionsDeleted,
} from '../application/project-collections.js';
import { dataOf } from './data-of.js';

@Controller()
export class CollectionEventsController {
  @OnEvents(CollectionCreatedV2)
  created(
    @Payload() events: readonly EventEnvelope<CollectionCreatedV2>[],
    @Ctx() { uow }: EventBatchContext,
  ): Promise<void> {
    return projectCollectionsCreated(uow, events);
  }

  @OnEvents(CollectionChangedV1)
  changed(
    @Payload() events: readonly EventEnvelope<CollectionChangedV1>[],
    @Ctx() { uow }: EventBatchContext,
  ): Promise<void> {
    return projectCollectionsChanged(uow, dataOf(events));
  }

  @OnEvents(CollectionDeletedV1)
  deleted(
    @Payload() events: readonly EventEnvelope<CollectionDeletedV1>[],
    @Ctx() { uow }: EventBatchContext,
  ): Promise<void> {
    return projectCollectionsDeleted(uow, dataOf(events));
  }

  @OnEvents(CardAddedToCollectionV1)
  cardsAdded(
    @Payload() events: readonly EventEnvelope<CardAddedToCollectionV1>[],
    @Ctx() { uow }: EventBatchContext,
  ): Promise<void> {
    return projectCardsAddedToCollections(uow, dataOf(events));
  }

  @OnEvents(CardRemovedFromCollectionV1)
  cardsRemoved(
    @Payload() events: readonly EventEnvelope<CardRemovedFromCollectionV1>[],
    @Ctx() { uow }: EventBatchContext,
  ): Promise<void> {
    return projectCardsRemovedFromCollections(uow, dataOf(events));
  }
}
