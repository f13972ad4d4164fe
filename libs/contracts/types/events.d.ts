/**
 * The integration events as they come over the wire. `IntegrationEvent` is all of them, told apart by `type`.
 *
 * Generated from the classes in libs/contracts by `npm run contracts:generate`.
 */

/**
 * Every event, told apart by its type.
 */
export type IntegrationEvent =
  | CardAddedToLibraryV1Message
  | CardRemovedFromLibraryV1Message
  | CollectionCreatedV1Message
  | CollectionCreatedV2Message
  | CardAddedToCollectionV1Message
  | CardRemovedFromCollectionV1Message
  | TargetFollowedV1Message
  | TargetUnfollowedV1Message
  | CardContentChangedV1Message
  | UrlMetadataResolvedV1Message
  | CollectionChangedV1Message
  | CollectionDeletedV1Message
  | ConnectionCreatedV1Message
  | ConnectionChangedV1Message
  | ConnectionRemovedV1Message
  | NotificationCreatedV1Message
  | NotificationsReadV1Message;

/**
 * A researcher saved a work to their library.
 */
export interface CardAddedToLibraryV1Message {
  specversion: '1.0';
  /**
   * UUIDv7, the same in every copy of the event.
   */
  id: string;
  /**
   * The service that published it.
   */
  source: '/services/cards';
  /**
   * Context, name and major version of the event.
   */
  type: 'events.cards.card-added-to-library.v1';
  /**
   * The aggregate's id.
   */
  subject: string;
  /**
   * When its transaction appended it, in UTC.
   */
  time: string;
  datacontenttype: 'application/json';
  /**
   * The $id of the schema of `data`.
   */
  dataschema: 'urn:commonplace:schema:events.cards.card-added-to-library.v1';
  /**
   * The aggregate's id.
   */
  partitionkey: string;
  /**
   * 1, 2, 3, … without holes, over the integration events of one aggregate.
   */
  sequence: string;
  sequencetype: 'Integer';
  /**
   * The same for everything that one request led to.
   */
  correlationid: string;
  /**
   * The request or the event that was the direct cause.
   */
  causationid: string;
  /**
   * W3C trace context; there when the request brought one, or what published it is traced.
   */
  traceparent?: string;
  /**
   * Types published for the same act beside this one, with commas between.
   */
  twins?: string;
  data: CardAddedToLibraryV1;
}
/**
 * A researcher saved a URL as a card in their library. Aggregate: the card.
 *
 * Raised once for a card: by a save, by taking over another's card, and for each new record of an import. Saving what is already there raises nothing.
 */
export interface CardAddedToLibraryV1 {
  /**
   * The card, a UUID.
   */
  cardId: string;
  /**
   * DID of the researcher whose library it is.
   */
  curatorId: string;
  /**
   * The normalised URL of the work: one spelling for each work.
   */
  url: string;
  metadata: UrlMetadata;
  /**
   * The researcher's note on it, written in the same save; plain text.
   */
  note?: string;
  via?: Via;
  /**
   * The save that this belongs to, a UUID: shared with the additions to collections made in the same act.
   */
  saveId: string;
  /**
   * Set when the save is one record of an import, a UUID: all records of an import share it.
   */
  importId?: string;
  /**
   * When the researcher saved it: an ISO 8601 instant in UTC. The records of an import have the time of the import.
   */
  addedAt: string;
}
/**
 * What is known of the work behind a URL at the time of the event. Every field may be missing.
 */
export interface UrlMetadata {
  /**
   * Title of the work, plain text.
   */
  title?: string;
  /**
   * Names as printed, in the work's order.
   */
  authors?: string[];
  /**
   * Year, year-month or date: `2024`, `2024-05`, `2024-05-17`.
   */
  published?: string;
  /**
   * Journal, publisher or web site.
   */
  site?: string;
  /**
   * What the URL turns out to be. There will be more kinds: read one that you do not know as `link`.
   */
  kind?:
    | 'article'
    | 'link'
    | 'book'
    | 'research'
    | 'audio'
    | 'video'
    | 'social'
    | 'event'
    | 'software'
    | (string & {});
}
/**
 * The card through which a researcher found a work: somebody else's card on the same URL.
 */
export interface Via {
  /**
   * The card that was found.
   */
  cardId: string;
  /**
   * DID of that card's curator.
   */
  curatorId: string;
}
/**
 * A researcher took a card out of their library; the card is gone.
 */
export interface CardRemovedFromLibraryV1Message {
  specversion: '1.0';
  /**
   * UUIDv7, the same in every copy of the event.
   */
  id: string;
  /**
   * The service that published it.
   */
  source: '/services/cards';
  /**
   * Context, name and major version of the event.
   */
  type: 'events.cards.card-removed-from-library.v1';
  /**
   * The aggregate's id.
   */
  subject: string;
  /**
   * When its transaction appended it, in UTC.
   */
  time: string;
  datacontenttype: 'application/json';
  /**
   * The $id of the schema of `data`.
   */
  dataschema: 'urn:commonplace:schema:events.cards.card-removed-from-library.v1';
  /**
   * The aggregate's id.
   */
  partitionkey: string;
  /**
   * 1, 2, 3, … without holes, over the integration events of one aggregate.
   */
  sequence: string;
  sequencetype: 'Integer';
  /**
   * The same for everything that one request led to.
   */
  correlationid: string;
  /**
   * The request or the event that was the direct cause.
   */
  causationid: string;
  /**
   * W3C trace context; there when the request brought one, or what published it is traced.
   */
  traceparent?: string;
  /**
   * Types published for the same act beside this one, with commas between.
   */
  twins?: string;
  data: CardRemovedFromLibraryV1;
}
/**
 * A researcher took a card out of their library; the card is gone. Aggregate: the card.
 *
 * Raised when its curator removes it, after it left every collection; the last event of a card.
 */
export interface CardRemovedFromLibraryV1 {
  /**
   * The card, a UUID.
   */
  cardId: string;
  /**
   * DID of the researcher whose library it was.
   */
  curatorId: string;
  /**
   * The normalised URL of the work, as in the event that added it.
   */
  url: string;
  /**
   * When it happened: an ISO 8601 instant in UTC.
   */
  removedAt: string;
}
/**
 * A researcher made a collection.
 */
export interface CollectionCreatedV1Message {
  specversion: '1.0';
  /**
   * UUIDv7, the same in every copy of the event.
   */
  id: string;
  /**
   * The service that published it.
   */
  source: '/services/cards';
  /**
   * Context, name and major version of the event.
   */
  type: 'events.cards.collection-created.v1';
  /**
   * The aggregate's id.
   */
  subject: string;
  /**
   * When its transaction appended it, in UTC.
   */
  time: string;
  datacontenttype: 'application/json';
  /**
   * The $id of the schema of `data`.
   */
  dataschema: 'urn:commonplace:schema:events.cards.collection-created.v1';
  /**
   * The aggregate's id.
   */
  partitionkey: string;
  /**
   * 1, 2, 3, … without holes, over the integration events of one aggregate.
   */
  sequence: string;
  sequencetype: 'Integer';
  /**
   * The same for everything that one request led to.
   */
  correlationid: string;
  /**
   * The request or the event that was the direct cause.
   */
  causationid: string;
  /**
   * W3C trace context; there when the request brought one, or what published it is traced.
   */
  traceparent?: string;
  /**
   * Types published for the same act beside this one, with commas between.
   */
  twins?: string;
  data: CollectionCreatedV1;
}
/**
 * A researcher made a collection. Aggregate: the collection.
 *
 * Raised once for a collection, as its first event.
 */
export interface CollectionCreatedV1 {
  /**
   * The collection, a UUID.
   */
  collectionId: string;
  /**
   * DID of the researcher who owns it.
   */
  authorId: string;
  /**
   * Its name, plain text.
   */
  name: string;
}
/**
 * A researcher made a collection: with its access and description.
 */
export interface CollectionCreatedV2Message {
  specversion: '1.0';
  /**
   * UUIDv7, the same in every copy of the event.
   */
  id: string;
  /**
   * The service that published it.
   */
  source: '/services/cards';
  /**
   * Context, name and major version of the event.
   */
  type: 'events.cards.collection-created.v2';
  /**
   * The aggregate's id.
   */
  subject: string;
  /**
   * When its transaction appended it, in UTC.
   */
  time: string;
  datacontenttype: 'application/json';
  /**
   * The $id of the schema of `data`.
   */
  dataschema: 'urn:commonplace:schema:events.cards.collection-created.v2';
  /**
   * The aggregate's id.
   */
  partitionkey: string;
  /**
   * 1, 2, 3, … without holes, over the integration events of one aggregate.
   */
  sequence: string;
  sequencetype: 'Integer';
  /**
   * The same for everything that one request led to.
   */
  correlationid: string;
  /**
   * The request or the event that was the direct cause.
   */
  causationid: string;
  /**
   * W3C trace context; there when the request brought one, or what published it is traced.
   */
  traceparent?: string;
  /**
   * Types published for the same act beside this one, with commas between.
   */
  twins?: string;
  data: CollectionCreatedV2;
}
/**
 * A researcher made a collection. Aggregate: the collection.
 *
 * Raised once for a collection, and always its first event but for v1 of the same act, which stands before it.
 *
 * Since v1: who may add to it is always said (`access`), and what it is about where the author wrote it.
 */
export interface CollectionCreatedV2 {
  /**
   * The collection, a UUID.
   */
  collectionId: string;
  /**
   * DID of the researcher who owns it.
   */
  authorId: string;
  /**
   * Its name at that time.
   */
  name: string;
  /**
   * What it is about, in its author's words; plain text.
   */
  description?: string;
  /**
   * Who may add to it beside its author and the collaborators. What is not known here is taken for CLOSED.
   */
  access: 'OPEN' | 'CLOSED' | (string & {});
}
/**
 * A card was put into a collection.
 */
export interface CardAddedToCollectionV1Message {
  specversion: '1.0';
  /**
   * UUIDv7, the same in every copy of the event.
   */
  id: string;
  /**
   * The service that published it.
   */
  source: '/services/cards';
  /**
   * Context, name and major version of the event.
   */
  type: 'events.cards.card-added-to-collection.v1';
  /**
   * The aggregate's id.
   */
  subject: string;
  /**
   * When its transaction appended it, in UTC.
   */
  time: string;
  datacontenttype: 'application/json';
  /**
   * The $id of the schema of `data`.
   */
  dataschema: 'urn:commonplace:schema:events.cards.card-added-to-collection.v1';
  /**
   * The aggregate's id.
   */
  partitionkey: string;
  /**
   * 1, 2, 3, … without holes, over the integration events of one aggregate.
   */
  sequence: string;
  sequencetype: 'Integer';
  /**
   * The same for everything that one request led to.
   */
  correlationid: string;
  /**
   * The request or the event that was the direct cause.
   */
  causationid: string;
  /**
   * W3C trace context; there when the request brought one, or what published it is traced.
   */
  traceparent?: string;
  /**
   * Types published for the same act beside this one, with commas between.
   */
  twins?: string;
  data: CardAddedToCollectionV1;
}
/**
 * A card was put into a collection. Aggregate: the collection.
 *
 * Raised when its author, a collaborator or, where it is open, anyone puts in a card that is not there yet; in a save that names collections too.
 */
export interface CardAddedToCollectionV1 {
  /**
   * The collection, a UUID.
   */
  collectionId: string;
  /**
   * Its name at that time.
   */
  collectionName: string;
  /**
   * DID of the collection's owner.
   */
  authorId: string;
  /**
   * DIDs of those who may add to it beside its owner, at that time.
   */
  collaboratorIds: string[];
  /**
   * The card, a UUID.
   */
  cardId: string;
  /**
   * DID of the card's curator.
   */
  cardCuratorId: string;
  /**
   * The normalised URL of the work.
   */
  url: string;
  metadata: UrlMetadata;
  /**
   * DID of the researcher who put it there.
   */
  addedBy: string;
  via?: Via;
  /**
   * The save that this belongs to, a UUID: one act of one researcher on one card.
   */
  saveId: string;
  /**
   * Set when the card came with an import, a UUID.
   */
  importId?: string;
  /**
   * When it happened: an ISO 8601 instant in UTC.
   */
  addedAt: string;
}
/**
 * A card left a collection.
 */
export interface CardRemovedFromCollectionV1Message {
  specversion: '1.0';
  /**
   * UUIDv7, the same in every copy of the event.
   */
  id: string;
  /**
   * The service that published it.
   */
  source: '/services/cards';
  /**
   * Context, name and major version of the event.
   */
  type: 'events.cards.card-removed-from-collection.v1';
  /**
   * The aggregate's id.
   */
  subject: string;
  /**
   * When its transaction appended it, in UTC.
   */
  time: string;
  datacontenttype: 'application/json';
  /**
   * The $id of the schema of `data`.
   */
  dataschema: 'urn:commonplace:schema:events.cards.card-removed-from-collection.v1';
  /**
   * The aggregate's id.
   */
  partitionkey: string;
  /**
   * 1, 2, 3, … without holes, over the integration events of one aggregate.
   */
  sequence: string;
  sequencetype: 'Integer';
  /**
   * The same for everything that one request led to.
   */
  correlationid: string;
  /**
   * The request or the event that was the direct cause.
   */
  causationid: string;
  /**
   * W3C trace context; there when the request brought one, or what published it is traced.
   */
  traceparent?: string;
  /**
   * Types published for the same act beside this one, with commas between.
   */
  twins?: string;
  data: CardRemovedFromCollectionV1;
}
/**
 * A card left a collection. Aggregate: the collection.
 *
 * Raised when the collection's author or who added the card takes it out, and when the card leaves its library.
 */
export interface CardRemovedFromCollectionV1 {
  /**
   * The collection, a UUID.
   */
  collectionId: string;
  /**
   * The card, a UUID.
   */
  cardId: string;
  /**
   * DID of the researcher who took it out; the card's curator when the card left the library.
   */
  removedBy: string;
  /**
   * When it happened: an ISO 8601 instant in UTC.
   */
  removedAt: string;
}
/**
 * A researcher began to follow a user or a collection.
 */
export interface TargetFollowedV1Message {
  specversion: '1.0';
  /**
   * UUIDv7, the same in every copy of the event.
   */
  id: string;
  /**
   * The service that published it.
   */
  source: '/services/feeds';
  /**
   * Context, name and major version of the event.
   */
  type: 'events.feeds.target-followed.v1';
  /**
   * The aggregate's id.
   */
  subject: string;
  /**
   * When its transaction appended it, in UTC.
   */
  time: string;
  datacontenttype: 'application/json';
  /**
   * The $id of the schema of `data`.
   */
  dataschema: 'urn:commonplace:schema:events.feeds.target-followed.v1';
  /**
   * The aggregate's id.
   */
  partitionkey: string;
  /**
   * 1, 2, 3, … without holes, over the integration events of one aggregate.
   */
  sequence: string;
  sequencetype: 'Integer';
  /**
   * The same for everything that one request led to.
   */
  correlationid: string;
  /**
   * The request or the event that was the direct cause.
   */
  causationid: string;
  /**
   * W3C trace context; there when the request brought one, or what published it is traced.
   */
  traceparent?: string;
  /**
   * Types published for the same act beside this one, with commas between.
   */
  twins?: string;
  data: TargetFollowedV1;
}
/**
 * A researcher began to follow a user or a collection. Aggregate: the follow, kept across unfollow and follow.
 *
 * Raised when a follow begins, also anew after an unfollow; following what one follows raises nothing.
 */
export interface TargetFollowedV1 {
  /**
   * The follow, a UUID: the same for a (follower, target) for ever.
   */
  followId: string;
  /**
   * DID of the one who follows.
   */
  followerId: string;
  /**
   * What is followed.
   */
  targetType: 'USER' | 'COLLECTION';
  /**
   * A DID for a user, a collection's UUID for a collection.
   */
  targetId: string;
  /**
   * DID of the collection's owner; set for a collection.
   */
  collectionAuthorId?: string;
  /**
   * The collection's name at that time; set for a collection.
   */
  collectionName?: string;
  /**
   * When it happened: an ISO 8601 instant in UTC.
   */
  followedAt: string;
}
/**
 * A researcher stopped following a user or a collection.
 */
export interface TargetUnfollowedV1Message {
  specversion: '1.0';
  /**
   * UUIDv7, the same in every copy of the event.
   */
  id: string;
  /**
   * The service that published it.
   */
  source: '/services/feeds';
  /**
   * Context, name and major version of the event.
   */
  type: 'events.feeds.target-unfollowed.v1';
  /**
   * The aggregate's id.
   */
  subject: string;
  /**
   * When its transaction appended it, in UTC.
   */
  time: string;
  datacontenttype: 'application/json';
  /**
   * The $id of the schema of `data`.
   */
  dataschema: 'urn:commonplace:schema:events.feeds.target-unfollowed.v1';
  /**
   * The aggregate's id.
   */
  partitionkey: string;
  /**
   * 1, 2, 3, … without holes, over the integration events of one aggregate.
   */
  sequence: string;
  sequencetype: 'Integer';
  /**
   * The same for everything that one request led to.
   */
  correlationid: string;
  /**
   * The request or the event that was the direct cause.
   */
  causationid: string;
  /**
   * W3C trace context; there when the request brought one, or what published it is traced.
   */
  traceparent?: string;
  /**
   * Types published for the same act beside this one, with commas between.
   */
  twins?: string;
  data: TargetUnfollowedV1;
}
/**
 * A researcher stopped following a user or a collection. Aggregate: the follow.
 *
 * Raised when a follow ends.
 */
export interface TargetUnfollowedV1 {
  /**
   * The follow, a UUID, as in the event that began it.
   */
  followId: string;
  /**
   * DID of the one who followed.
   */
  followerId: string;
  /**
   * What was followed.
   */
  targetType: 'USER' | 'COLLECTION';
  /**
   * A DID for a user, a collection's UUID for a collection.
   */
  targetId: string;
  /**
   * When it happened: an ISO 8601 instant in UTC.
   */
  unfollowedAt: string;
}
/**
 * A researcher changed what a card says: its note, or a highlight.
 */
export interface CardContentChangedV1Message {
  specversion: '1.0';
  /**
   * UUIDv7, the same in every copy of the event.
   */
  id: string;
  /**
   * The service that published it.
   */
  source: '/services/cards';
  /**
   * Context, name and major version of the event.
   */
  type: 'events.cards.card-content-changed.v1';
  /**
   * The aggregate's id.
   */
  subject: string;
  /**
   * When its transaction appended it, in UTC.
   */
  time: string;
  datacontenttype: 'application/json';
  /**
   * The $id of the schema of `data`.
   */
  dataschema: 'urn:commonplace:schema:events.cards.card-content-changed.v1';
  /**
   * The aggregate's id.
   */
  partitionkey: string;
  /**
   * 1, 2, 3, … without holes, over the integration events of one aggregate.
   */
  sequence: string;
  sequencetype: 'Integer';
  /**
   * The same for everything that one request led to.
   */
  correlationid: string;
  /**
   * The request or the event that was the direct cause.
   */
  causationid: string;
  /**
   * W3C trace context; there when the request brought one, or what published it is traced.
   */
  traceparent?: string;
  /**
   * Types published for the same act beside this one, with commas between.
   */
  twins?: string;
  data: CardContentChangedV1;
}
/**
 * What a card says changed: a note was written, edited or taken away, a passage was highlighted. Aggregate: the card.
 *
 * Raised when its curator changes the content; it holds the content as it is now, all of it.
 */
export interface CardContentChangedV1 {
  /**
   * The card, a UUID.
   */
  cardId: string;
  /**
   * DID of the card's curator.
   */
  curatorId: string;
  /**
   * What the card is; it never changes.
   */
  cardType: 'URL' | 'NOTE' | 'HIGHLIGHT';
  /**
   * The normalised URL of the work, which for a note or a highlight is that of the card that it is on.
   */
  url: string;
  /**
   * The card that it is on, a UUID; set for a note or a highlight.
   */
  parentCardId?: string;
  /**
   * The note, plain text; missing when there is none, or none any more.
   */
  note?: string;
  /**
   * The passage as it stands in the work; set for a highlight.
   */
  quote?: string;
  /**
   * Where the passage stands, as a text fragment (`text=from,to`); set for a highlight.
   */
  selector?: string;
  /**
   * When it happened: an ISO 8601 instant in UTC.
   */
  changedAt: string;
}
/**
 * What a card's URL turns out to be became known.
 */
export interface UrlMetadataResolvedV1Message {
  specversion: '1.0';
  /**
   * UUIDv7, the same in every copy of the event.
   */
  id: string;
  /**
   * The service that published it.
   */
  source: '/services/cards';
  /**
   * Context, name and major version of the event.
   */
  type: 'events.cards.url-metadata-resolved.v1';
  /**
   * The aggregate's id.
   */
  subject: string;
  /**
   * When its transaction appended it, in UTC.
   */
  time: string;
  datacontenttype: 'application/json';
  /**
   * The $id of the schema of `data`.
   */
  dataschema: 'urn:commonplace:schema:events.cards.url-metadata-resolved.v1';
  /**
   * The aggregate's id.
   */
  partitionkey: string;
  /**
   * 1, 2, 3, … without holes, over the integration events of one aggregate.
   */
  sequence: string;
  sequencetype: 'Integer';
  /**
   * The same for everything that one request led to.
   */
  correlationid: string;
  /**
   * The request or the event that was the direct cause.
   */
  causationid: string;
  /**
   * W3C trace context; there when the request brought one, or what published it is traced.
   */
  traceparent?: string;
  /**
   * Types published for the same act beside this one, with commas between.
   */
  twins?: string;
  data: UrlMetadataResolvedV1;
}
/**
 * What a card's URL turns out to be became known, or became known better. Aggregate: the card.
 *
 * Raised when the page behind the URL was read in the background, and when an import knows more of a card that was there already. A page that can not be read raises nothing.
 */
export interface UrlMetadataResolvedV1 {
  /**
   * The card, a UUID.
   */
  cardId: string;
  /**
   * DID of the card's curator.
   */
  curatorId: string;
  /**
   * The normalised URL of the work.
   */
  url: string;
  metadata: UrlMetadata;
  /**
   * When it became known: an ISO 8601 instant in UTC.
   */
  resolvedAt: string;
}
/**
 * A collection was renamed, described anew, opened or closed, or has other collaborators.
 */
export interface CollectionChangedV1Message {
  specversion: '1.0';
  /**
   * UUIDv7, the same in every copy of the event.
   */
  id: string;
  /**
   * The service that published it.
   */
  source: '/services/cards';
  /**
   * Context, name and major version of the event.
   */
  type: 'events.cards.collection-changed.v1';
  /**
   * The aggregate's id.
   */
  subject: string;
  /**
   * When its transaction appended it, in UTC.
   */
  time: string;
  datacontenttype: 'application/json';
  /**
   * The $id of the schema of `data`.
   */
  dataschema: 'urn:commonplace:schema:events.cards.collection-changed.v1';
  /**
   * The aggregate's id.
   */
  partitionkey: string;
  /**
   * 1, 2, 3, … without holes, over the integration events of one aggregate.
   */
  sequence: string;
  sequencetype: 'Integer';
  /**
   * The same for everything that one request led to.
   */
  correlationid: string;
  /**
   * The request or the event that was the direct cause.
   */
  causationid: string;
  /**
   * W3C trace context; there when the request brought one, or what published it is traced.
   */
  traceparent?: string;
  /**
   * Types published for the same act beside this one, with commas between.
   */
  twins?: string;
  data: CollectionChangedV1;
}
/**
 * A collection was renamed, described anew, opened or closed, or has other collaborators. Aggregate: the collection.
 *
 * Raised when its author changes it; it holds the collection as it is now, all but its cards.
 */
export interface CollectionChangedV1 {
  /**
   * The collection, a UUID.
   */
  collectionId: string;
  /**
   * DID of the researcher who owns it.
   */
  authorId: string;
  /**
   * Its name, plain text.
   */
  name: string;
  /**
   * What it is about, plain text; missing when nothing is said, or nothing any more.
   */
  description?: string;
  /**
   * Who may add to it beside its author and the collaborators. What is not known here is taken for CLOSED.
   */
  access: 'OPEN' | 'CLOSED' | (string & {});
  /**
   * DIDs of those who may add to it beside its owner.
   */
  collaboratorIds: string[];
  /**
   * When it happened: an ISO 8601 instant in UTC.
   */
  changedAt: string;
}
/**
 * A collection is gone; its cards stay in their libraries.
 */
export interface CollectionDeletedV1Message {
  specversion: '1.0';
  /**
   * UUIDv7, the same in every copy of the event.
   */
  id: string;
  /**
   * The service that published it.
   */
  source: '/services/cards';
  /**
   * Context, name and major version of the event.
   */
  type: 'events.cards.collection-deleted.v1';
  /**
   * The aggregate's id.
   */
  subject: string;
  /**
   * When its transaction appended it, in UTC.
   */
  time: string;
  datacontenttype: 'application/json';
  /**
   * The $id of the schema of `data`.
   */
  dataschema: 'urn:commonplace:schema:events.cards.collection-deleted.v1';
  /**
   * The aggregate's id.
   */
  partitionkey: string;
  /**
   * 1, 2, 3, … without holes, over the integration events of one aggregate.
   */
  sequence: string;
  sequencetype: 'Integer';
  /**
   * The same for everything that one request led to.
   */
  correlationid: string;
  /**
   * The request or the event that was the direct cause.
   */
  causationid: string;
  /**
   * W3C trace context; there when the request brought one, or what published it is traced.
   */
  traceparent?: string;
  /**
   * Types published for the same act beside this one, with commas between.
   */
  twins?: string;
  data: CollectionDeletedV1;
}
/**
 * A collection is gone; the cards that were in it stay in their libraries. Aggregate: the collection.
 *
 * Raised when its author deletes it; the last event of a collection. Its cards do not leave it one by one before.
 */
export interface CollectionDeletedV1 {
  /**
   * The collection, a UUID.
   */
  collectionId: string;
  /**
   * DID of the researcher who owned it.
   */
  authorId: string;
  /**
   * Its last name.
   */
  name: string;
  /**
   * DIDs of those who could add to it beside its owner.
   */
  collaboratorIds: string[];
  /**
   * How many cards were in it.
   */
  cardCount: number;
  /**
   * When it happened: an ISO 8601 instant in UTC.
   */
  deletedAt: string;
}
/**
 * A researcher connected two works.
 */
export interface ConnectionCreatedV1Message {
  specversion: '1.0';
  /**
   * UUIDv7, the same in every copy of the event.
   */
  id: string;
  /**
   * The service that published it.
   */
  source: '/services/cards';
  /**
   * Context, name and major version of the event.
   */
  type: 'events.cards.connection-created.v1';
  /**
   * The aggregate's id.
   */
  subject: string;
  /**
   * When its transaction appended it, in UTC.
   */
  time: string;
  datacontenttype: 'application/json';
  /**
   * The $id of the schema of `data`.
   */
  dataschema: 'urn:commonplace:schema:events.cards.connection-created.v1';
  /**
   * The aggregate's id.
   */
  partitionkey: string;
  /**
   * 1, 2, 3, … without holes, over the integration events of one aggregate.
   */
  sequence: string;
  sequencetype: 'Integer';
  /**
   * The same for everything that one request led to.
   */
  correlationid: string;
  /**
   * The request or the event that was the direct cause.
   */
  causationid: string;
  /**
   * W3C trace context; there when the request brought one, or what published it is traced.
   */
  traceparent?: string;
  /**
   * Types published for the same act beside this one, with commas between.
   */
  twins?: string;
  data: ConnectionCreatedV1;
}
/**
 * A researcher connected two works. Aggregate: the connection.
 *
 * Raised once for a connection, as its first event; drawing one that is there already raises nothing.
 */
export interface ConnectionCreatedV1 {
  /**
   * The connection, a UUID.
   */
  connectionId: string;
  /**
   * DID of the researcher who drew it.
   */
  curatorId: string;
  source: ConnectionEnd;
  target: ConnectionEnd;
  /**
   * What it says of the two. There will be more: read one that you do not know as `RELATED`.
   */
  connectionType:
    | 'SUPPORTS'
    | 'OPPOSES'
    | 'ADDRESSES'
    | 'HELPFUL'
    | 'LEADS_TO'
    | 'RELATED'
    | 'SUPPLEMENT'
    | 'EXPLAINER'
    | (string & {});
  /**
   * Why, in the researcher's words; plain text.
   */
  note?: string;
  /**
   * When it happened: an ISO 8601 instant in UTC.
   */
  createdAt: string;
}
/**
 * One side of a connection: a work, and the card or collection behind it where there is one.
 */
export interface ConnectionEnd {
  /**
   * The normalised URL of the work; a card's is that of the work on it.
   */
  url: string;
  metadata: UrlMetadata;
  /**
   * The card, a UUID; set when the side is a card.
   */
  cardId?: string;
  /**
   * DID of that card's curator; set when the side is a card.
   */
  cardCuratorId?: string;
  /**
   * The collection, a UUID; set when the URL is a collection's.
   */
  collectionId?: string;
  /**
   * DID of that collection's owner; set when the URL is a collection's.
   */
  collectionAuthorId?: string;
}
/**
 * A connection has another type, note or direction.
 */
export interface ConnectionChangedV1Message {
  specversion: '1.0';
  /**
   * UUIDv7, the same in every copy of the event.
   */
  id: string;
  /**
   * The service that published it.
   */
  source: '/services/cards';
  /**
   * Context, name and major version of the event.
   */
  type: 'events.cards.connection-changed.v1';
  /**
   * The aggregate's id.
   */
  subject: string;
  /**
   * When its transaction appended it, in UTC.
   */
  time: string;
  datacontenttype: 'application/json';
  /**
   * The $id of the schema of `data`.
   */
  dataschema: 'urn:commonplace:schema:events.cards.connection-changed.v1';
  /**
   * The aggregate's id.
   */
  partitionkey: string;
  /**
   * 1, 2, 3, … without holes, over the integration events of one aggregate.
   */
  sequence: string;
  sequencetype: 'Integer';
  /**
   * The same for everything that one request led to.
   */
  correlationid: string;
  /**
   * The request or the event that was the direct cause.
   */
  causationid: string;
  /**
   * W3C trace context; there when the request brought one, or what published it is traced.
   */
  traceparent?: string;
  /**
   * Types published for the same act beside this one, with commas between.
   */
  twins?: string;
  data: ConnectionChangedV1;
}
/**
 * A connection has another type, note or direction. Aggregate: the connection.
 *
 * Raised when the researcher who drew it edits or swaps it; it holds the connection as it is now, all of it.
 */
export interface ConnectionChangedV1 {
  /**
   * The connection, a UUID.
   */
  connectionId: string;
  /**
   * DID of the researcher who drew it.
   */
  curatorId: string;
  source: ConnectionEnd;
  target: ConnectionEnd;
  /**
   * What it says of the two. There will be more: read one that you do not know as `RELATED`.
   */
  connectionType:
    | 'SUPPORTS'
    | 'OPPOSES'
    | 'ADDRESSES'
    | 'HELPFUL'
    | 'LEADS_TO'
    | 'RELATED'
    | 'SUPPLEMENT'
    | 'EXPLAINER'
    | (string & {});
  /**
   * Why, in the researcher's words; plain text.
   */
  note?: string;
  /**
   * When it happened: an ISO 8601 instant in UTC.
   */
  changedAt: string;
}
/**
 * A connection is gone.
 */
export interface ConnectionRemovedV1Message {
  specversion: '1.0';
  /**
   * UUIDv7, the same in every copy of the event.
   */
  id: string;
  /**
   * The service that published it.
   */
  source: '/services/cards';
  /**
   * Context, name and major version of the event.
   */
  type: 'events.cards.connection-removed.v1';
  /**
   * The aggregate's id.
   */
  subject: string;
  /**
   * When its transaction appended it, in UTC.
   */
  time: string;
  datacontenttype: 'application/json';
  /**
   * The $id of the schema of `data`.
   */
  dataschema: 'urn:commonplace:schema:events.cards.connection-removed.v1';
  /**
   * The aggregate's id.
   */
  partitionkey: string;
  /**
   * 1, 2, 3, … without holes, over the integration events of one aggregate.
   */
  sequence: string;
  sequencetype: 'Integer';
  /**
   * The same for everything that one request led to.
   */
  correlationid: string;
  /**
   * The request or the event that was the direct cause.
   */
  causationid: string;
  /**
   * W3C trace context; there when the request brought one, or what published it is traced.
   */
  traceparent?: string;
  /**
   * Types published for the same act beside this one, with commas between.
   */
  twins?: string;
  data: ConnectionRemovedV1;
}
/**
 * A connection is gone. Aggregate: the connection.
 *
 * Raised when the researcher who drew it takes it away; the last event of a connection.
 */
export interface ConnectionRemovedV1 {
  /**
   * The connection, a UUID.
   */
  connectionId: string;
  /**
   * DID of the researcher who had drawn it.
   */
  curatorId: string;
  /**
   * The normalised URL at which it began.
   */
  sourceUrl: string;
  /**
   * The normalised URL at which it ended.
   */
  targetUrl: string;
  /**
   * When it happened: an ISO 8601 instant in UTC.
   */
  removedAt: string;
}
/**
 * Somebody is notified of what another researcher did.
 */
export interface NotificationCreatedV1Message {
  specversion: '1.0';
  /**
   * UUIDv7, the same in every copy of the event.
   */
  id: string;
  /**
   * The service that published it.
   */
  source: '/services/notifications';
  /**
   * Context, name and major version of the event.
   */
  type: 'events.notifications.notification-created.v1';
  /**
   * The aggregate's id.
   */
  subject: string;
  /**
   * When its transaction appended it, in UTC.
   */
  time: string;
  datacontenttype: 'application/json';
  /**
   * The $id of the schema of `data`.
   */
  dataschema: 'urn:commonplace:schema:events.notifications.notification-created.v1';
  /**
   * The aggregate's id.
   */
  partitionkey: string;
  /**
   * 1, 2, 3, … without holes, over the integration events of one aggregate.
   */
  sequence: string;
  sequencetype: 'Integer';
  /**
   * The same for everything that one request led to.
   */
  correlationid: string;
  /**
   * The request or the event that was the direct cause.
   */
  causationid: string;
  /**
   * W3C trace context; there when the request brought one, or what published it is traced.
   */
  traceparent?: string;
  /**
   * Types published for the same act beside this one, with commas between.
   */
  twins?: string;
  data: NotificationCreatedV1;
}
/**
 * Somebody is notified of what another researcher did. Aggregate: the recipient's inbox.
 *
 * Raised once for a recipient and an act, so that other channels, such as mail, can tell them too; what preferences and mutes keep from the recipient raises nothing.
 */
export interface NotificationCreatedV1 {
  /**
   * The notification, a UUID: the same for a (recipient, act) for ever.
   */
  notificationId: string;
  /**
   * DID of the one who is notified.
   */
  recipientId: string;
  /**
   * Why. There will be more reasons: read one that you do not know as `OTHER`.
   */
  notificationType:
    | 'USER_ADDED_YOUR_CARD'
    | 'USER_ADDED_TO_YOUR_COLLECTION'
    | 'USER_FOLLOWED_YOU'
    | 'USER_FOLLOWED_YOUR_COLLECTION'
    | 'USER_CONNECTED_YOUR_URL'
    | 'USER_CONNECTED_YOUR_COLLECTION'
    | 'SUBSCRIBED_USER_ADDED_CARD'
    | 'SUBSCRIBED_USER_MADE_CONNECTION'
    | 'CARD_ADDED_TO_SUBSCRIBED_COLLECTION'
    | 'OTHER'
    | (string & {});
  /**
   * DID of the researcher who did it.
   */
  actorId: string;
  /**
   * What was done, a UUID: the id of the save, the follow or the connection.
   */
  actId: string;
  card?: NotifiedCard;
  /**
   * The recipient's collections that the act touched; empty when it is about none.
   */
  collections: NotifiedCollection[];
  /**
   * When the act happened: an ISO 8601 instant in UTC.
   */
  createdAt: string;
}
/**
 * The card that a notification is about, as far as another channel shows it.
 */
export interface NotifiedCard {
  /**
   * The card, a UUID.
   */
  cardId: string;
  /**
   * The normalised URL of the work on it.
   */
  url: string;
  /**
   * Title of the work, plain text.
   */
  title?: string;
}
/**
 * A collection that a notification is about.
 */
export interface NotifiedCollection {
  /**
   * The collection, a UUID.
   */
  collectionId: string;
  /**
   * Its name at that time.
   */
  name: string;
}
/**
 * Somebody read notifications.
 */
export interface NotificationsReadV1Message {
  specversion: '1.0';
  /**
   * UUIDv7, the same in every copy of the event.
   */
  id: string;
  /**
   * The service that published it.
   */
  source: '/services/notifications';
  /**
   * Context, name and major version of the event.
   */
  type: 'events.notifications.notifications-read.v1';
  /**
   * The aggregate's id.
   */
  subject: string;
  /**
   * When its transaction appended it, in UTC.
   */
  time: string;
  datacontenttype: 'application/json';
  /**
   * The $id of the schema of `data`.
   */
  dataschema: 'urn:commonplace:schema:events.notifications.notifications-read.v1';
  /**
   * The aggregate's id.
   */
  partitionkey: string;
  /**
   * 1, 2, 3, … without holes, over the integration events of one aggregate.
   */
  sequence: string;
  sequencetype: 'Integer';
  /**
   * The same for everything that one request led to.
   */
  correlationid: string;
  /**
   * The request or the event that was the direct cause.
   */
  causationid: string;
  /**
   * W3C trace context; there when the request brought one, or what published it is traced.
   */
  traceparent?: string;
  /**
   * Types published for the same act beside this one, with commas between.
   */
  twins?: string;
  data: NotificationsReadV1;
}
/**
 * Somebody read notifications. Aggregate: the recipient's inbox.
 *
 * Raised when they mark one or all up to a point as read, so that other channels stop telling them; marking what is read already raises nothing.
 */
export interface NotificationsReadV1 {
  /**
   * DID of the one who was notified.
   */
  recipientId: string;
  /**
   * The notifications that were marked one by one, UUIDs, at most 100; empty when all up to a point were.
   *
   * @maxItems 100
   */
  notificationIds: string[];
  /**
   * All notifications of acts up to this instant are read: ISO 8601 in UTC; set when all up to a point were marked.
   */
  upTo?: string;
  /**
   * How many are unread now.
   */
  unreadCount: number;
  /**
   * When it happened: an ISO 8601 instant in UTC.
   */
  readAt: string;
}
