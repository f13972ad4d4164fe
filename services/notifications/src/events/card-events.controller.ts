import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import {
  CardAddedToCollectionV1,
  CardAddedToLibraryV1,
  CardRemovedFromCollectionV1,
  CardRemovedFromLibraryV1,
} from '#contracts';
import { type EventBatchContext, type EventEnvelope, OnEvents } from '#eventing';
import {
  notifyOfCollecting,
  notifyOfSaves,
  withdrawFromCollections,
  withdrawRemovedCards,
} from '../application/notify-of-cards.js';

@Controller()
export class CardEventsController {
  @OnEvents(CardAddedToLibraryV1)
  addedToLibrary(
    @Payload() events: readonly EventEnvelope<CardAddedToLibraryV1>[],
    @Ctx() { uow }: EventBatchContext,
  ): Promise<void> {
    return notifyOfSaves(uow, dataOf(events));
  }

  @OnEvents(CardRemovedFromLibraryV1)
  removedFromLibrary(
    @Payload() events: readonly EventEnvelope<CardRemovedFromLibraryV1>[],
    @Ctx() { uow }: EventBatchContext,
  ): Promise<void> {
    return withdrawRemovedCards(uow, dataOf(events));
  }

  @OnEvents(CardAddedToCollectionV1)
  addedToCollection(
    @Payload() events: readonly EventEnvelope<CardAddedToCollectionV1>[],
    @Ctx() { uow }: EventBatchContext,
  ): Promise<void> {
    return notifyOfCollecting(uow, dataOf(events));
  }

  @OnEvents(CardRemovedFromCollectionV1)
  removedFromCollection(
    @Payload() events: readonly EventEnvelope<CardRemovedFromCollectionV1>[],
    @Ctx() { uow }: EventBatchContext,
  ): Promise<void> {
    return withdrawFromCollections(uow, dataOf(events));
  }
}

function dataOf<T>(events: readonly EventEnvelope<T>[]): T[] {
  return events.map(({ data }) => data);
}
