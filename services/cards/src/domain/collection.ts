import { Aggregate, type Progress, UNSTORED } from './aggregate.js';
import type { CollectionAccess } from './collection-access.js';
import type { CollectionEvent } from './collection-events.js';
import { defined } from './defined.js';
import { DomainError } from './domain-error.js';
import { cleanLine, cleanText } from './text.js';

/** Characters of a collection's name at most. */
export const MAX_COLLECTION_NAME = 100;
const MAX_DESCRIPTION = 500;
const MAX_COLLABORATORS = 100;

/** A card's place in a collection. */
export interface CollectionLink {
  cardId: string;
  addedBy: string;
}

export interface CollectionState {
  id: string;
  authorId: string;
  name: string;
  description?: string;
  access: CollectionAccess;
  collaboratorIds: readonly string[];
  createdAt: string;
}

export interface CreateCollection {
  id: string;
  authorId: string;
  name: string;
  description?: string | undefined;
  access?: CollectionAccess | undefined;
  collaboratorIds?: readonly string[] | undefined;
  at: string;
}

export interface AddCard {
  cardId: string;
  by: string;
  viaCardId?: string | undefined;
  saveId: string;
  importId?: string | undefined;
  at: string;
}

/**
 * Cards gathered under a name by its author, who may let others add.
 *
 * No rule spans two links, so a collection is loaded with the links of the command's own cards only: a collection of
 * ten thousand cards is as cheap to change as one of ten.
 */
export class Collection extends Aggregate<CollectionEvent> {
  readonly authorId: string;
  readonly name: string;
  readonly description: string | undefined;
  readonly access: CollectionAccess;
  readonly collaboratorIds: readonly string[];
  readonly createdAt: string;
  readonly #links: Map<string, CollectionLink>;

  private constructor(
    state: CollectionState,
    links: readonly CollectionLink[],
    progress: Readonly<Progress>,
  ) {
    super(state.id, progress);
    this.authorId = state.authorId;
    this.name = state.name;
    this.description = state.description;
    this.access = state.access;
    this.collaboratorIds = state.collaboratorIds;
    this.createdAt = state.createdAt;
    this.#links = new Map(links.map((link) => [link.cardId, link]));
  }

  /** As it was stored, with the links of the cards that the command is about. */
  static restore(
    state: CollectionState,
    links: readonly CollectionLink[],
    progress: Readonly<Progress>,
  ): Collection {
    return new Collection(state, links, progress);
  }

  /** @throws DomainError `invalid-collection-name`, `invalid-collection-description`, `too-many-collaborators` */
  static create(command: CreateCollection): Collection {
    const state = defined({
      id: command.id,
      authorId: command.authorId,
      name: validName(command.name),
      description: validDescription(command.description),
      access: command.access ?? ('CLOSED' as const),
      collaboratorIds: validCollaborators(command.collaboratorIds ?? [], command.authorId),
      createdAt: command.at,
    });
    const collection = new Collection(state, [], UNSTORED);
    const { id: collectionId, ...rest } = state;
    collection.raise({ type: 'CollectionCreated', data: { collectionId, ...rest } });
    return collection;
  }

  /** The author always, collaborators always, anyone where it is OPEN. */
  mayAdd(did: string): boolean {
    return this.access === 'OPEN' || did === this.authorId || this.collaboratorIds.includes(did);
  }

  /**
   * Puts a card in; nothing happens where it is in already.
   *
   * @throws DomainError `not-a-contributor`
   */
  add(command: AddCard): void {
    if (!this.mayAdd(command.by)) {
      throw new DomainError(
        'forbidden',
        'not-a-contributor',
        'The collection is closed: only its author and collaborators add to it.',
      );
    }
    if (this.#links.has(command.cardId)) return;
    this.#links.set(command.cardId, { cardId: command.cardId, addedBy: command.by });
    this.raise({
      type: 'CardAddedToCollection',
      data: defined({
        collectionId: this.id,
        cardId: command.cardId,
        addedBy: command.by,
        viaCardId: command.viaCardId,
        saveId: command.saveId,
        importId: command.importId,
        addedAt: command.at,
      }),
    });
  }

  /**
   * Takes a card out; nothing happens where it is not in.
   *
   * @throws DomainError `not-your-link` when it was put in by another and the collection is another's
   */
  remove(cardId: string, by: string, at: string): void {
    const link = this.#links.get(cardId);
    if (link === undefined) return;
    if (by !== this.authorId && by !== link.addedBy) {
      throw new DomainError(
        'forbidden',
        'not-your-link',
        "Only the collection's author, or who put the card in, can take it out.",
      );
    }
    this.#links.delete(cardId);
    this.raise({
      type: 'CardRemovedFromCollection',
      data: { collectionId: this.id, cardId, removedBy: by, removedAt: at },
    });
  }
}

function validName(text: string): string {
  const name = cleanLine(text);
  if (name !== '' && name.length <= MAX_COLLECTION_NAME) return name;
  throw invalid(
    'invalid-collection-name',
    `A collection's name has 1 to ${String(MAX_COLLECTION_NAME)} characters.`,
    'name',
  );
}

function validDescription(text: string | undefined): string | undefined {
  const description = cleanText(text ?? '');
  if (description === '') return undefined;
  if (description.length <= MAX_DESCRIPTION) return description;
  throw invalid(
    'invalid-collection-description',
    `A collection's description has at most ${String(MAX_DESCRIPTION)} characters.`,
    'description',
  );
}

function validCollaborators(dids: readonly string[], authorId: string): string[] {
  const others = [...new Set(dids)].filter((did) => did !== authorId);
  if (others.length <= MAX_COLLABORATORS) return others;
  throw invalid(
    'too-many-collaborators',
    `A collection has at most ${String(MAX_COLLABORATORS)} collaborators.`,
    'collaboratorIds',
  );
}

function invalid(code: string, message: string, field: string): DomainError {
  return new DomainError('invalid', code, message, field);
}
