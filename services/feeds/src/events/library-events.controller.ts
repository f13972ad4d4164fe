import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import {
  CardAddedToLibraryV1,
  CardContentChangedV1,
  CardRemovedFromLibraryV1,
  UrlMetadataResolvedV1,
} from '#contracts';
import { type EventBatchContext, type EventEnvelope, OnEvents } from '#eventing';
import {
  projectCardContents,
  projectCardsAdded,
  projectCardsRemoved,
  projectMetadata,
} from '../application/project-cards.js';
import { dataOf } from './data-of.js';

@Controller()
export class LibraryEventsController {
  @OnEvents(CardAddedToLibraryV1)
  added(
    @Payload() events: readonly EventEnvelope<CardAddedToLibraryV1>[],
    @Ctx() { uow }: EventBatchContext,
  ): Promise<void> {
    return projectCardsAdded(uow, dataOf(events));
  }

  @OnEvents(CardContentChangedV1)
  contentChanged(
    @Payload() events: readonly EventEnvelope<CardContentChangedV1>[],
    @Ctx() { uow }: EventBatchContext,
  ): Promise<void> {
    return projectCardContents(uow, dataOf(events));
  }

  @OnEvents(UrlMetadataResolvedV1)
  metadataResolved(
    @Payload() events: readonly EventEnvelope<UrlMetadataResolvedV1>[],
    @Ctx() { uow }: EventBatchContext,
  ): Promise<void> {
    return projectMetadata(uow, dataOf(events));
  }

  @OnEvents(CardRemovedFromLibraryV1)
  removed(
    @Payload() events: readonly EventEnvelope<CardRemovedFromLibraryV1>[],
    @Ctx() { uow }: EventBatchContext,
  ): Promise<void> {
    return projectCardsRemoved(uow, dataOf(events));
  }
}
