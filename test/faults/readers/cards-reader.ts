import type { HistoryView, PastView, PersonView } from '../checker/observation.ts';
import {
  LIBRARY_QUERIES,
  type LibraryQuery,
  SEARCHED,
  type ShownActivity,
  type ShownCard,
  type ShownCollection,
  type ShownConnection,
} from '../checker/shown.ts';
import type { Pages } from './pages.ts';

const QUERIES: Readonly<Record<LibraryQuery, string>> = {
  added: '',
  updated: '?sort=updated',
  saves: '?sort=saves',
  highlights: '?type=HIGHLIGHT',
  books: '?kind=book',
  found: `?text=${encodeURIComponent(SEARCHED)}`,
};

interface Link {
  card: ShownCard;
  addedBy: string;
  addedAt: string;
}

type Details = Omit<ShownCollection, 'cards' | 'cardCount' | 'contributors' | 'feed'> & {
  cards: { items: Link[]; next: string | null };
};

/** What cards shows of people. */
export class CardsReader {
  readonly #pages: Pages;

  constructor(pages: Pages) {
    this.#pages = pages;
  }

  async view(
    did: string,
    feedOf: (collectionId: string) => Promise<ShownActivity[]>,
  ): Promise<Pick<PersonView, 'libraries' | 'collections' | 'connections'>> {
    const libraries = {} as PersonView['libraries'];
    for (const query of LIBRARY_QUERIES) {
      const path = `/users/${did}/library${QUERIES[query]}`;
      libraries[query] = (await this.#pages.all<ShownCard>('cards', path, did)).map(cardOf);
    }
    const own = await this.#pages.all<ShownCollection>('cards', '/collections', did);
    const collections: ShownCollection[] = [];
    for (const { id, cardCount } of own) {
      const found = await this.#collection(id);
      if (found === undefined) continue;
      const { links, ...details } = found;
      collections.push({
        ...details,
        cardCount,
        cards: links.map(({ card, addedBy, addedAt }) => ({ cardId: card.id, addedBy, addedAt })),
        contributors: await this.#pages.all('cards', `/collections/${id}/contributors`),
        feed: await feedOf(id),
      });
    }
    const connections = await this.#pages.all<ShownConnection>('cards', `/users/${did}/connections`);
    return { libraries, collections, connections: connections.map(connectionOf) };
  }

  /** Of cards, highlights, collections and connections, so many of each at most. */
  async histories(people: ReadonlyMap<string, PersonView>, limit: number): Promise<HistoryView[]> {
    const views = [...people.values()];
    const wanted = [
      ...first(
        limit,
        views.flatMap(({ libraries }) => libraries.updated),
      ).map((id) => `/cards/${id}`),
      ...first(
        limit,
        views.flatMap(({ libraries }) => libraries.highlights),
      ).map((id) => `/cards/${id}`),
      ...first(
        limit,
        views.flatMap(({ collections }) => collections),
      ).map((id) => `/collections/${id}`),
      ...first(
        limit,
        views.flatMap(({ connections }) => connections),
      ).map((id) => `/connections/${id}`),
    ];
    const histories: HistoryView[] = [];
    for (const path of wanted) {
      const entries = await this.#pages.all<HistoryView['entries'][number]>('cards', `${path}/history`);
      histories.push({ id: path.split('/').at(-1) ?? '', entries });
    }
    return histories;
  }

  /** As of an instant: libraries as their owners and as others see them, collections that are there still. */
  async past(
    at: string,
    people: readonly string[],
    views: ReadonlyMap<string, PersonView>,
  ): Promise<PastView> {
    const past: PastView = { at, libraries: [], collections: [] };
    const asOf = `asOf=${encodeURIComponent(at)}`;
    for (const did of people) {
      const path = `/users/${did}/library?${asOf}`;
      const own = await this.#pages.all<ShownCard>('cards', path, did);
      const others = await this.#pages.all<ShownCard>('cards', path);
      past.libraries.push({ did, own: own.map(cardOf), others: others.map(cardOf) });
      for (const { id } of views.get(did)?.collections ?? []) {
        const then = await this.#collection(id, asOf, did);
        if (then === undefined) continue;
        const { name, description, links } = then;
        const cardIds = links.map(({ card }) => card.id).sort();
        past.collections.push({ id, name, ...(description === undefined ? {} : { description }), cardIds });
      }
    }
    return past;
  }

  async #collection(
    id: string,
    filter = '',
    did?: string,
  ): Promise<(Omit<Details, 'cards'> & { links: Link[] }) | undefined> {
    const links: Link[] = [];
    for (let cursor = ''; ;) {
      const query = cursor === '' ? filter : `${filter}&cursor=${encodeURIComponent(cursor)}`;
      const path = `/collections/${id}?limit=100&${query}`;
      const page = await this.#pages.find<Details>('cards', path, did);
      if (page === undefined) return undefined;
      links.push(...page.cards.items);
      if (page.cards.next === null) {
        const { authorId, name, description, access, createdAt, collaboratorIds } = page;
        const described = description === undefined ? {} : { description };
        return { id, authorId, name, ...described, access, createdAt, collaboratorIds, links };
      }
      cursor = page.cards.next;
    }
  }
}

/** What is compared of it. */
export function cardOf(card: ShownCard): ShownCard {
  const { id, curatorId, type, url, metadata, note, via, parentCardId, quote, selector } = card;
  return {
    id,
    curatorId,
    type,
    url,
    metadata,
    ...(note === undefined ? {} : { note }),
    ...(via === undefined ? {} : { via: { cardId: via.cardId, curatorId: via.curatorId } }),
    ...(parentCardId === undefined ? {} : { parentCardId }),
    ...(quote === undefined ? {} : { quote }),
    ...(selector === undefined ? {} : { selector }),
    addedAt: card.addedAt,
    updatedAt: card.updatedAt,
  };
}

export function connectionOf(connection: ShownConnection): ShownConnection {
  const { id, curatorId, source, target, type, note, createdAt, updatedAt } = connection;
  const noted = note === undefined ? {} : { note };
  return { id, curatorId, source, target, type, ...noted, createdAt, updatedAt };
}

function first(limit: number, items: readonly { id: string }[]): string[] {
  return items.slice(0, limit).map(({ id }) => id);
}
