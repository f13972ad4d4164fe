import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { CardAddedToLibraryV1, CardRemovedFromLibraryV1, UrlMetadataResolvedV1 } from '#contracts';
import { type EventBatchContext, type EventEnvelope, OnEvents } from '#eventing';
import { causesOf } from '../application/causes.js';
import {
  followResolvedMetadata,
  notifyOfSaves,
  withdrawRemovedCards,
} from '../application/notify-of-cards.js';
import { dataOf } from './data-of.js';

@Controller()
export class CardEventsController {
  @OnEvents(CardAddedToLibraryV1)
  addedToLibrary(
    @Payload() events: readonly EventEnvelope<CardAddedToLibraryV1>[],
    @Ctx() { uow }: EventBatchContext,
  ): Promise<void> {
    return notifyOfSaves(uow, dataOf(events), causesOf(events));
  }

  @OnEvents(UrlMetadataResolvedV1)
  metadataResolved(
    @Payload() events: readonly EventEnvelope<UrlMetadataResolvedV1>[],
    @Ctx() { uow }: EventBatchContext,
  ): Promise<void> {
    return followResolvedMetadata(uow, dataOf(events));
  }

  @OnEvents(CardRemovedFromLibraryV1)
  removedFromLibrary(
    @Payload() events: readonly EventEnvelope<CardRemovedFromLibraryV1>[],
    @Ctx() { uow }: EventBatchContext,
  ): Promise<void> {
    return withdrawRemovedCards(uow, dataOf(events));
  }
}
