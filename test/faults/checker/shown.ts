/** What people would be shown of a model, in the shapes of the services' answers. */
import type { DomainModel } from '../../model/domain.ts';
import type { Activity } from '../../model/feeds.ts';
import type { PersonView, ShownActivity } from './observation.ts';

export function shownBy(
  model: DomainModel,
  people: readonly string[],
): { views: Record<string, PersonView>; globalFeed: ShownActivity[] } {
  const views = Object.fromEntries(people.map((did) => [did, viewOf(model, did)]));
  return { views, globalFeed: feedOf(model, model.feeds.global()) };
}

function viewOf(model: DomainModel, did: string): PersonView {
  const { library, follows, feeds, notifications } = model;
  const own = [...library.collections.values()].filter(({ authorId }) => authorId === did);
  const told = notifications
    .all()
    .filter(({ recipientId }) => recipientId === did)
    .map(({ recipientId, type, actorId, at, card, viaCardId, collectionIds }, index) => ({
      notificationId: `${recipientId}-${String(index)}`,
      actId: `act-${String(index)}`,
      type,
      actorId,
      createdAt: at,
      read: false,
      card: card ?? null,
      viaCardId: viaCardId ?? null,
      collections: collectionIds.map((collectionId) => ({ collectionId, name: nameOf(model, collectionId) })),
    }));
  return {
    library: library
      .libraryOf(did)
      .map(({ cardId: id, at: addedAt, curatorId, url, note, via }) => ({
        id,
        curatorId,
        url,
        addedAt,
        ...(note === undefined ? {} : { note }),
        ...(via === undefined ? {} : { via }),
      }))
      .toSorted((a, b) => newest(a.addedAt, b.addedAt)),
    collections: own.map(({ collectionId: id, authorId, name, access, collaboratorIds }) => {
      const cards = library
        .linksIn(id)
        .map(({ cardId, by: addedBy, at: addedAt }) => ({ cardId, addedBy, addedAt }));
      return {
        id,
        authorId,
        name,
        access,
        collaboratorIds: [...collaboratorIds],
        cardCount: cards.length,
        cards,
      };
    }),
    follows: follows.of(did).map(({ followId, target, at: followedAt }) => ({
      followId,
      targetType: target.type,
      targetId: target.id,
      followedAt,
    })),
    following: feedOf(model, feeds.following(follows.of(did))),
    notifications: told.toSorted((a, b) => newest(a.createdAt, b.createdAt)),
    unread: told.length,
  };
}

function feedOf(model: DomainModel, activities: readonly Activity[]): ShownActivity[] {
  return activities
    .map(({ type, actorId, at: occurredAt, card, collectionIds }, index) => ({
      activityId: `activity-${String(index)}`,
      type,
      actorId,
      occurredAt,
      cardCount: card === undefined ? 0 : 1,
      cards: card === undefined ? [] : [card],
      collections: [...collectionIds].map((id) => ({ id, name: nameOf(model, id) })),
    }))
    .toSorted((a, b) => newest(a.occurredAt, b.occurredAt));
}

function nameOf(model: DomainModel, collectionId: string): string {
  return model.library.collections.get(collectionId)?.name ?? '';
}

function newest(a: string, b: string): number {
  return a < b ? 1 : -1;
}
