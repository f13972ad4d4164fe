import { Aggregate, type Progress, UNSTORED } from './aggregate.js';
import type { CollectionAccess } from './collection-access.js';
import type { CollectionEvent } from './collection-events.js';
import { validCollaborators, validDescription, validName } from './collection-fields.js';
import { defined } from './defined.js';
import { DomainError } from './domain-error.js';

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

/** What is left out stays; an empty description is taken away. */
export interface EditCollection {
  by: string;
  name?: string | undefined;
  description?: string | undefined;
  access?: CollectionAccess | undefined;
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
  readonly #links: Map<string, CollectionLink>;
  #state: CollectionState;

  private constructor(
    state: CollectionState,
    links: readonly CollectionLink[],
    progress: Readonly<Progress>,
  ) {
    super(state.id, progress);
    this.#state = state;
    this.#links = new Map(links.map((link) => [link.cardId, link]));
  }

  get authorId(): string {
    return this.#state.authorId;
  }

  get name(): string {
    return this.#state.name;
  }

  get description(): string | undefined {
    return this.#state.description;
  }

  get access(): CollectionAccess {
    return this.#state.access;
  }

  /** Without the author. */
  get collaboratorIds(): readonly string[] {
    return this.#state.collaboratorIds;
  }

  get createdAt(): string {
    return this.#state.createdAt;
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

  /**
   * Names, describes, opens or closes it anew; nothing happens where it is so already.
   *
   * @throws DomainError `not-your-collection`, `invalid-collection-name`, `invalid-collection-description`
   */
  edit({ by, at, ...changes }: EditCollection): void {
    this.#mustBelongTo(by);
    const name = changes.name === undefined ? this.name : validName(changes.name);
    const description =
      changes.description === undefined ? this.description : validDescription(changes.description);
    const access = changes.access ?? this.access;
    if (name === this.name && description === this.description && access === this.access) return;
    const { description: _before, ...rest } = this.#state;
    const edited = { name, ...defined({ description }), access };
    this.#state = { ...rest, ...edited };
    this.raise({
      type: 'CollectionEdited',
      data: { collectionId: this.id, ...edited, editedBy: by, changedAt: at },
    });
  }

  /**
   * Lets somebody add cards, also while it is closed; nothing happens where they may already, as its author may.
   *
   * @throws DomainError `not-your-collection`, `too-many-collaborators`
   */
  addCollaborator(collaboratorId: string, by: string, at: string): void {
    this.#mustBelongTo(by);
    if (collaboratorId === this.authorId || this.collaboratorIds.includes(collaboratorId)) return;
    const collaboratorIds = validCollaborators(
      [...this.collaboratorIds, collaboratorId],
      this.authorId,
      'did',
    );
    this.#state = { ...this.#state, collaboratorIds };
    this.raise({
      type: 'CollaboratorAdded',
      data: { collectionId: this.id, collaboratorId, addedBy: by, changedAt: at },
    });
  }

  /**
   * Takes that leave away; nothing happens where there is none. What they added stays. Collaborators may go themselves.
   *
   * @throws DomainError `not-your-collection`
   */
  removeCollaborator(collaboratorId: string, by: string, at: string): void {
    if (by !== collaboratorId) this.#mustBelongTo(by);
    if (!this.collaboratorIds.includes(collaboratorId)) return;
    const collaboratorIds = this.collaboratorIds.filter((did) => did !== collaboratorId);
    this.#state = { ...this.#state, collaboratorIds };
    this.raise({
      type: 'CollaboratorRemoved',
      data: { collectionId: this.id, collaboratorId, removedBy: by, changedAt: at },
    });
  }

  /**
   * It is gone after this; its cards stay in their libraries.
   *
   * @param cardCount how many cards are in it
   * @throws DomainError `not-your-collection`
   */
  delete(cardCount: number, by: string, at: string): void {
    this.#mustBelongTo(by);
    this.raise({
      type: 'CollectionDeleted',
      data: { collectionId: this.id, cardCount, deletedBy: by, deletedAt: at },
    });
  }

  #mustBelongTo(did: string): void {
    if (did === this.authorId) return;
    throw new DomainError(
      'forbidden',
      'not-your-collection',
      'Only its author can change or delete a collection.',
    );
  }
}
