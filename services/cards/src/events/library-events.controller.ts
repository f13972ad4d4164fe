import { Controller } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { CardAddedToLibraryV1 } from '#contracts';
import { type EventBatchContext, type EventEnvelope, OnEvents } from '#eventing';
import { wantMetadata } from '../application/want-metadata.js';
import { PageLookups } from '../infrastructure/page-lookups.js';

/** What the service hears of its own doing: work that a request does not wait for. */
@Controller()
export class LibraryEventsController {
  readonly #lookups: PageLookups;

  constructor(lookups: PageLookups) {
    this.#lookups = lookups;
  }

  @OnEvents(CardAddedToLibraryV1)
  added(
    @Payload() events: readonly EventEnvelope<CardAddedToLibraryV1>[],
    @Ctx() { uow }: EventBatchContext,
  ): Promise<void> {
    return wantMetadata(uow, this.#lookups, events);
  }
}
