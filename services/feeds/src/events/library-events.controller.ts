import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { CardAddedToLibraryV1, CardRemovedFromLibraryV1 } from '#contracts';
import { type EventBatchContext, type EventEnvelope, OnEvents } from '#eventing';
import { projectCardsAdded, projectCardsRemoved } from '../application/project-cards.js';

@Controller()
export class LibraryEventsController {
  @OnEvents(CardAddedToLibraryV1)
  added(
    @Payload() events: readonly EventEnvelope<CardAddedToLibraryV1>[],
    @Ctx() { uow }: EventBatchContext,
  ): Promise<void> {
    return projectCardsAdded(
      uow,
      events.map(({ data }) => data),
    );
  }

  @OnEvents(CardRemovedFromLibraryV1)
  removed(
    @Payload() events: readonly EventEnvelope<CardRemovedFromLibraryV1>[],
    @Ctx() { uow }: EventBatchContext,
  ): Promise<void> {
    return projectCardsRemoved(
      uow,
      events.map(({ data }) => data),
    );
  }
}
