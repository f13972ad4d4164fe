import type { WorkView } from '../checker/observation.ts';
import type { ShownActivity, ShownCard, ShownConnection } from '../checker/shown.ts';
import { cardOf, connectionOf } from './cards-reader.ts';
import { activityOf } from './feeds-reader.ts';
import type { Pages } from './pages.ts';

const DEPTHS = [1, 2, 3];
/** So many people are asked whether they have a work. */
const ASKED = 5;

/** What is shown of works, each by its URL. */
export async function worksOf(
  pages: Pages,
  urls: readonly string[],
  people: readonly string[],
): Promise<WorkView[]> {
  const works: WorkView[] = [];
  for (const url of urls) works.push(await workOf(pages, url, people.slice(0, ASKED)));
  return works;
}

async function workOf(pages: Pages, url: string, people: readonly string[]): Promise<WorkView> {
  const query = `url=${encodeURIComponent(url)}`;
  const saves = await pages.all<ShownCard>('cards', `/works/saves?${query}`);
  const { saveCount } = await pages.get<{ saveCount: number }>('cards', `/works/saves?${query}&limit=1`);
  const holding = await pages.all<{ id: string }>('cards', `/works/collections?${query}`);
  const connections = await pages.all<ShownConnection>('cards', `/connections?${query}`);
  const feed = await pages.all<ShownActivity>('feeds', `/feeds/url?${query}`);
  const neighbourhoods: WorkView['neighbourhoods'] = [];
  for (const depth of DEPTHS) {
    const shown = await pages.get<{
      works: { url: string; distance: number }[];
      connections: { id: string }[];
      cut: string[];
    }>('cards', `/graph?${query}&depth=${String(depth)}`);
    neighbourhoods.push({
      works: shown.works.map((work) => ({ url: work.url, distance: work.distance })),
      connectionIds: shown.connections.map(({ id }) => id),
      cut: shown.cut,
    });
  }
  const statuses: WorkView['statuses'] = [];
  for (const did of people) {
    const { card, collections } = await pages.get<{
      card: { id: string } | null;
      collections: { id: string }[];
    }>('cards', `/works/status?${query}`, did);
    const collectionIds = collections.map(({ id }) => id).sort();
    statuses.push({ did, cardId: card?.id ?? null, collectionIds });
  }
  return {
    url,
    saveCount,
    saves: saves.map(cardOf),
    collectionIds: holding.map(({ id }) => id),
    connections: connections.map(connectionOf),
    neighbourhoods,
    feed: feed.map(activityOf),
    statuses,
  };
}
