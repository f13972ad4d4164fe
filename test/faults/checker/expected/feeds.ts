/** What people would be shown of a model's activities. Their ids are the service's own. */
import type { DomainModel } from '../../../model/domain.ts';
import type { End } from '../../../model/facts.ts';
import type { Activity } from '../../../model/feeds.ts';
import type { GlobalFeed, PersonFeed, ShownActivity, ShownEnd, ShownFollow } from '../shown.ts';

const CARDS_SHOWN = 3;
const HIGHLIGHTS_SHOWN = 3;

export type ExpectedActivity = Omit<ShownActivity, 'activityId'>;

export function globalFeeds({ feeds }: DomainModel): Record<GlobalFeed, Activity[]> {
  return {
    all: feeds.global(),
    saves: feeds.global({ type: 'CARD_COLLECTED' }),
    collections: feeds.global({ type: 'COLLECTION_CREATED' }),
    connections: feeds.global({ type: 'CONNECTION_CREATED' }),
    books: feeds.global({ kind: 'book' }),
  };
}

export function feedsOf({ feeds, follows }: DomainModel, did: string): Record<PersonFeed, Activity[]> {
  const own = follows.of(did);
  const of = (type: 'USER' | 'COLLECTION') => own.filter(({ target }) => target.type === type);
  return {
    following: feeds.following(own),
    followingUsers: feeds.following(of('USER')),
    followingCollections: feeds.following(of('COLLECTION')),
    followingConnections: feeds.following(own, { type: 'CONNECTION_CREATED' }),
    own: feeds.global({ actor: did }),
  };
}

export function activityOf(model: DomainModel, activity: Activity): ExpectedActivity {
  const { type, actorId, at: occurredAt, importId = null, cardIds, collectionIds, connectionId } = activity;
  const cards = [...cardIds].sort();
  return {
    type,
    actorId,
    occurredAt,
    importId,
    cardCount: cards.length,
    cards: cards.slice(0, CARDS_SHOWN).map((cardId) => cardOf(model, cardId)),
    collections: [...collectionIds].sort().map((id) => {
      const { name = '', description = null, access = '' } = model.library.collections.known(id) ?? {};
      return { id, name, description, access };
    }),
    connection: connectionId === undefined ? null : connectionOf(model, connectionId),
  };
}

export function followsOf({ follows, library }: DomainModel, did: string): ShownFollow[] {
  return follows
    .of(did)
    .map(({ followId, target: { type: targetType, id: targetId }, at: followedAt }) => {
      const collectionName = library.collections.known(targetId)?.name ?? null;
      return { followId, targetType, targetId, collectionName, followedAt };
    })
    .toSorted((a, b) => {
      if (a.followedAt === b.followedAt) return a.followId < b.followId ? 1 : -1;
      return a.followedAt < b.followedAt ? 1 : -1;
    });
}

function cardOf({ library }: DomainModel, cardId: string): ShownActivity['cards'][number] {
  const { curatorId = '', url = '', metadata = {}, note = null } = library.cards.get(cardId) ?? {};
  const highlights = library.cards
    .highlightsOn(cardId)
    .toSorted((a, b) => (a.cardId < b.cardId ? -1 : 1))
    .slice(0, HIGHLIGHTS_SHOWN)
    .map((highlight) => {
      const { quote, selector } = highlight;
      return { cardId: highlight.cardId, quote, selector, note: highlight.note ?? null };
    });
  return { cardId, curatorId, url, metadata, note, highlights };
}

function connectionOf(model: DomainModel, id: string): ShownActivity['connection'] {
  const connection = model.connections.get(id);
  if (connection === undefined) return null;
  const { connectionType: type, note = null, source, target } = connection;
  return { id, type, note, source: endOf(model, source), target: endOf(model, target) };
}

/** A collection is shown by its newest name, as long as there is one. */
function endOf({ library }: DomainModel, { url, metadata, card, collection }: End): ShownEnd {
  const name = library.collections.get(collection?.collectionId ?? '')?.name;
  return {
    url,
    metadata: name === undefined ? metadata : { ...metadata, title: name },
    cardId: card?.cardId ?? null,
    collectionId: collection?.collectionId ?? null,
  };
}
