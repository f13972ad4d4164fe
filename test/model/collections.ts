import type { CollectionCreated, Fact, Given } from './facts.ts';

export interface Link {
  collectionId: string;
  cardId: string;
  by: string;
  at: string;
}

/** As it is now, or was when it was deleted. */
export type Collection = Omit<CollectionCreated, 'description'> & {
  description?: string | undefined;
  isDeleted: boolean;
  /** What it was ever called. */
  names: readonly string[];
};

export interface Edit {
  by: string;
  collectionId: string;
  name?: string | undefined;
  /** Empty: taken away. */
  description?: string | undefined;
  access?: 'OPEN' | 'CLOSED' | undefined;
}

/** Collections and what is in them; commands come to nothing where all is as wanted already. */
export class CollectionModel {
  readonly #collections = new Map<string, Collection>();
  readonly #links = new Map<string, Map<string, Link>>();
  readonly #byCard = new Map<string, Set<string>>();

  /** Nobody collaborates with themselves. */
  create(
    command: Omit<CollectionCreated, 'type' | 'collectionId' | 'createdAt' | 'at'>,
    { newId, at: createdAt, toldAt: at = createdAt }: Given,
  ): Fact[] {
    const collaboratorIds = command.collaboratorIds.filter((did) => did !== command.authorId);
    const details = { ...command, collaboratorIds };
    return [{ type: 'collection-created', collectionId: newId, ...details, createdAt, at }];
  }

  edit({ by, collectionId, ...changes }: Edit, { at }: Given): Fact[] {
    const before = this.get(collectionId);
    if (before?.authorId !== by) return [];
    const { name = before.name, access = before.access } = changes;
    const wanted = changes.description ?? before.description;
    const description = wanted === '' ? undefined : wanted;
    const isSame = name === before.name && description === before.description && access === before.access;
    if (isSame) return [];
    const described = description === undefined ? {} : { description };
    return [{ type: 'collection-edited', collectionId, name, ...described, access, by, at }];
  }

  share(command: { by: string; collectionId: string; collaboratorId: string }, { at }: Given): Fact[] {
    const collection = this.get(command.collectionId);
    const { collaboratorId } = command;
    if (collection?.authorId !== command.by || collaboratorId === collection.authorId) return [];
    if (collection.collaboratorIds.includes(collaboratorId)) return [];
    return [{ type: 'collaborator-added', ...command, at }];
  }

  /** By its author, or who goes. */
  unshare(command: { by: string; collectionId: string; collaboratorId: string }, { at }: Given): Fact[] {
    const { by, collaboratorId } = command;
    const collection = this.get(command.collectionId);
    if (collection?.collaboratorIds.includes(collaboratorId) !== true) return [];
    if (by !== collection.authorId && by !== collaboratorId) return [];
    return [{ type: 'collaborator-removed', ...command, at }];
  }

  /** Its cards stay in their libraries, and do not leave it one by one. */
  delete({ by, collectionId }: { by: string; collectionId: string }, { at }: Given): Fact[] {
    if (this.get(collectionId)?.authorId !== by) return [];
    const cardCount = this.linksIn(collectionId).length;
    return [{ type: 'collection-deleted', collectionId, cardCount, by, at }];
  }

  apply(fact: Fact): void {
    switch (fact.type) {
      case 'collection-created':
        this.#collections.set(fact.collectionId, { ...fact, isDeleted: false, names: [fact.name] });
        this.#links.set(fact.collectionId, new Map());
        return;
      case 'collection-edited': {
        const { collectionId, name, description, access } = fact;
        const names = [...(this.#collections.get(collectionId)?.names ?? []), name];
        this.#change(collectionId, { name, description, access, names });
        return;
      }
      case 'collaborator-added':
      case 'collaborator-removed': {
        const { collectionId, collaboratorId } = fact;
        const before = this.#collections.get(collectionId)?.collaboratorIds ?? [];
        const others = before.filter((did) => did !== collaboratorId);
        const collaboratorIds = fact.type === 'collaborator-added' ? [...others, collaboratorId] : others;
        this.#change(collectionId, { collaboratorIds });
        return;
      }
      case 'collection-deleted':
        for (const { cardId } of this.linksIn(fact.collectionId)) this.#unlink(fact.collectionId, cardId);
        this.#change(fact.collectionId, { isDeleted: true });
        return;
      case 'card-collected': {
        const { collectionId, cardId, by, at } = fact;
        this.#links.get(collectionId)?.set(cardId, { collectionId, cardId, by, at });
        this.#byCard.set(cardId, (this.#byCard.get(cardId) ?? new Set()).add(collectionId));
        return;
      }
      case 'card-uncollected':
        this.#unlink(fact.collectionId, fact.cardId);
        return;
      default:
    }
  }

  /** One that is there. */
  get(collectionId: string): Collection | undefined {
    const collection = this.#collections.get(collectionId);
    return collection?.isDeleted === false ? collection : undefined;
  }

  /** One that is there, or was. */
  known(collectionId: string): Collection | undefined {
    return this.#collections.get(collectionId);
  }

  all(): Collection[] {
    return [...this.#collections.values()].filter(({ isDeleted }) => !isDeleted);
  }

  of(did: string): Collection[] {
    return this.all().filter(({ authorId }) => authorId === did);
  }

  has(collectionId: string, cardId: string): boolean {
    return this.#links.get(collectionId)?.has(cardId) === true;
  }

  /** The author always, collaborators always, anyone where it is open. */
  mayAdd(collectionId: string, did: string): boolean {
    const collection = this.get(collectionId);
    if (collection === undefined) return false;
    const { access, authorId, collaboratorIds } = collection;
    return access === 'OPEN' || authorId === did || collaboratorIds.includes(did);
  }

  /** The author, or who put the card in; anybody where it is not in. */
  mayTakeOut(collectionId: string, cardId: string, did: string): boolean {
    const link = this.#links.get(collectionId)?.get(cardId);
    return link === undefined || link.by === did || this.get(collectionId)?.authorId === did;
  }

  linksIn(collectionId: string): Link[] {
    return [...(this.#links.get(collectionId)?.values() ?? [])];
  }

  linksOf(cardId: string): Link[] {
    return [...(this.#byCard.get(cardId) ?? [])].flatMap((id) => this.#links.get(id)?.get(cardId) ?? []);
  }

  #change(collectionId: string, changes: Partial<Collection>): void {
    const collection = this.#collections.get(collectionId);
    if (collection !== undefined) this.#collections.set(collectionId, { ...collection, ...changes });
  }

  #unlink(collectionId: string, cardId: string): void {
    this.#links.get(collectionId)?.delete(cardId);
    this.#byCard.get(cardId)?.delete(collectionId);
  }
}
