import { type Card, CardModel } from './cards.ts';
import { CollectionModel } from './collections.ts';
import type { CardSaved, Fact, Given, WorkMetadata } from './facts.ts';

export interface SaveCommand {
  by: string;
  /** Normalised already. */
  url?: string | undefined;
  viaCardId?: string | undefined;
  note?: string | undefined;
  collectionIds?: readonly string[] | undefined;
}

/** A record of a file, as far as it says anything that is kept. */
export interface ImportRecord {
  /** Normalised already. */
  url: string;
  metadata: WorkMetadata;
}

/** What concerns cards and collections together. A command does all of what it says, or nothing. */
export class LibraryModel {
  readonly cards = new CardModel();
  readonly collections = new CollectionModel();

  /** One card for a (curator, URL); what is there stays as it is, and only goes into collections. */
  save(command: SaveCommand, given: Given): Fact[] {
    const via = command.viaCardId === undefined ? undefined : this.cards.known(command.viaCardId);
    const url = command.url ?? via?.url;
    const { by, note, collectionIds = [] } = command;
    if (url === undefined || !collectionIds.every((id) => this.collections.mayAdd(id, by))) return [];
    const present = this.cards.own(by, url);
    const cardId = present?.cardId ?? given.newId;
    const saved = present === undefined ? [saveOf({ by, url, via, note }, cardId, given)] : [];
    const collected = collectionIds
      .filter((collectionId) => !this.collections.has(collectionId, cardId))
      .map((collectionId): Fact => {
        const { saveId, at } = given;
        return { type: 'card-collected', collectionId, cardId, by, saveId, at };
      });
    return [...saved, ...collected];
  }

  /** A collection holds cards of those who put them there: another's card is saved first. */
  collect(command: { by: string; cardId: string; collectionId: string }, given: Given): Fact[] {
    const { by, cardId: viaCardId, collectionId } = command;
    return this.save({ by, viaCardId, collectionIds: [collectionId] }, given);
  }

  uncollect(command: { by: string; cardId: string; collectionId: string }, { at }: Given): Fact[] {
    const { by, cardId, collectionId } = command;
    if (!this.collections.has(collectionId, cardId)) return [];
    if (!this.collections.mayTakeOut(collectionId, cardId, by)) return [];
    return [{ type: 'card-uncollected', collectionId, cardId, by, at }];
  }

  /** Each addition is a save of its own. */
  changeCards(
    command: { by: string; collectionId: string; add: readonly string[]; remove: readonly string[] },
    given: Given,
  ): Fact[] {
    const { by, collectionId } = command;
    const mayAll =
      (command.add.length === 0 || this.collections.mayAdd(collectionId, by)) &&
      command.remove.every((cardId) => this.collections.mayTakeOut(collectionId, cardId, by));
    if (!mayAll) return [];
    const left = command.remove.flatMap((cardId) => this.uncollect({ by, cardId, collectionId }, given));
    const added = this.#oneOfEachWork(command.add).flatMap((viaCardId) => {
      const url = this.cards.known(viaCardId)?.url ?? '';
      const newId = given.cardIdOf?.(url) ?? given.newId;
      const saveId = given.saveIdOf?.(this.cards.own(by, url)?.cardId ?? newId) ?? given.saveId;
      return this.save({ by, viaCardId, collectionIds: [collectionId] }, { ...given, newId, saveId });
    });
    return [...left, ...added];
  }

  /** Into collections goes one's own card on the work, out of them the very card. */
  changeCollections(
    command: { by: string; cardId: string; add: readonly string[]; remove: readonly string[] },
    given: Given,
  ): Fact[] {
    const { by, cardId, add, remove } = command;
    const mayAll =
      add.every((id) => this.collections.mayAdd(id, by)) &&
      remove.every((id) => this.collections.mayTakeOut(id, cardId, by));
    if (!mayAll) return [];
    const left = remove.flatMap((collectionId) => this.uncollect({ by, cardId, collectionId }, given));
    if (add.length === 0) return left;
    return [...left, ...this.save({ by, viaCardId: cardId, collectionIds: add }, given)];
  }

  /** The card leaves every collection, and then the library. */
  remove(command: { by: string; cardId: string }, given: Given): Fact[] {
    const left = this.collections
      .linksOf(command.cardId)
      .flatMap(({ collectionId }) => this.uncollect({ ...command, collectionId }, given));
    return [...left, ...this.cards.remove(command, given)];
  }

  /** What is there already is left alone; of several records of a work the first counts. */
  import(command: { by: string; records: readonly ImportRecord[] }, given: Given): Fact[] {
    const { by: curatorId } = command;
    const { saveId, at } = given;
    const records = new Map(command.records.toReversed().map((record) => [record.url, record]));
    return [...records.values()]
      .filter(({ url }) => this.cards.own(curatorId, url) === undefined)
      .map(({ url, metadata }): Fact => {
        const cardId = given.cardIdOf?.(url) ?? given.newId;
        return { type: 'card-saved', cardId, curatorId, url, metadata, saveId, importId: saveId, at };
      });
  }

  apply(fact: Fact): void {
    this.cards.apply(fact);
    this.collections.apply(fact);
  }

  /** Of several cards on a work the one with the smallest id. */
  #oneOfEachWork(cardIds: readonly string[]): string[] {
    const byUrl = new Map<string, string>();
    for (const cardId of cardIds.toSorted()) {
      const url = this.cards.known(cardId)?.url ?? cardId;
      if (!byUrl.has(url)) byUrl.set(url, cardId);
    }
    return [...byUrl.values()];
  }
}

function saveOf(
  save: { by: string; url: string; via: Card | undefined; note: string | undefined },
  cardId: string,
  { saveId, at }: Given,
): CardSaved {
  const { by: curatorId, url, via, note } = save;
  const way =
    via === undefined || via.curatorId === curatorId
      ? {}
      : { via: { cardId: via.cardId, curatorId: via.curatorId } };
  const noted = note === undefined ? {} : { note };
  const metadata = via?.metadata ?? {};
  return { type: 'card-saved', cardId, curatorId, url, metadata, ...noted, ...way, saveId, at };
}
