import type { CardAddedToLibraryV1 } from '#contracts';
import type { EventEnvelope, UnitOfWork } from '#eventing';
import { defined } from '../domain/defined.js';
import type { PageLookups } from '../infrastructure/page-lookups.js';

/**
 * Remembers to read the pages of cards that have no title of their own: what an import knows needs no look at the page.
 * Nothing is fetched here, where a transaction is open.
 */
export async function wantMetadata(
  uow: UnitOfWork,
  lookups: PageLookups,
  events: readonly EventEnvelope<CardAddedToLibraryV1>[],
): Promise<void> {
  const untitled = events.filter(({ data }) => data.metadata.title === undefined);
  await lookups.want(
    uow.sql,
    untitled.map(({ data, id, correlationId, traceparent }) => ({
      url: data.url,
      askedAt: data.addedAt,
      cause: defined({ correlationId, causationId: id, traceparent }),
    })),
  );
}
