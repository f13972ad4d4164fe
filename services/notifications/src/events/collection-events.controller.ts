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
import { causesOf } from '../application/causes.js';
import {
  followChangedCollections,
  followCreatedCollections,
  withdrawDeletedCollections,
} from '../application/follow-collections.js';
import { notifyOfCollecting, withdrawFromCollections } from '../application/notify-of-cards.js';
import { dataOf } from './data-of.js';

@Controller()
export class CollectionEventsController {
  @OnEvents(CollectionCreatedV2)
  created(
    @Payload() events: readonly EventEnvelope<CollectionCreatedV2>[],
    @Ctx() { uow }: EventBatchContext,
  ): Promise<void> {
    return followCreatedCollections(uow, dataOf(events));
  }

  @OnEvents(CollectionChangedV1)
  changed(
    @Payload() events: readonly EventEnvelope<CollectionChangedV1>[],
    @Ctx() { uow }: EventBatchContext,
  ): Promise<void> {
    return followChangedCollections(uow, dataOf(events));
  }

  @OnEvents(CollectionDeletedV1)
  deleted(
    @Payload() events: readonly EventEnvelope<CollectionDeletedV1>[],
    @Ctx() { uow }: EventBatchContext,
  ): Promise<void> {
    return withdrawDeletedCollections(uow, dataOf(events));
  }

  @OnEvents(CardAddedToCollectionV1)
  cardAdded(
    @Payload() events: readonly EventEnvelope<CardAddedToCollectionV1>[],
    @Ctx() { uow }: EventBatchContext,
  ): Promise<void> {
    return notifyOfCollecting(uow, dataOf(events), causesOf(events));
  }

  @OnEvents(CardRemovedFromCollectionV1)
  cardRemoved(
    @Payload() events: readonly EventEnvelope<CardRemovedFromCollectionV1>[],
    @Ctx() { uow }: EventBatchContext,
  ): Promise<void> {
    return withdrawFromCollections(uow, dataOf(events));
  }
}
