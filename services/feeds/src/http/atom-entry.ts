import type { ActivityView, CardView, ConnectionView } from '../application/activity-view.js';
import type { AtomEntry, AtomLink } from './atom-document.js';

/**
 * @param publicUrl base of the pages of collections
 * @param name what to call who did it
 */
export function atomEntry(activity: ActivityView, publicUrl: string, name: string): AtomEntry {
  return {
    id: `urn:uuid:${activity.activityId}`,
    at: activity.occurredAt,
    author: { name, uri: activity.actorId },
    category: activity.type,
    ...shown(activity, publicUrl),
  };
}

function shown(
  { connection, importId, cardCount, cards, collections }: ActivityView,
  publicUrl: string,
): Pick<AtomEntry, 'title' | 'content' | 'links'> {
  if (connection !== null) return ofConnection(connection);
  const [card] = cards;
  const into = collections.map(({ name }) => `In the collection: ${name}`);
  if (importId !== null) {
    const title = cardCount === 1 ? 'Imported a work' : `Imported ${String(cardCount)} works`;
    return { title, content: lines(...cards.map(titleOf), ...into), links: [] };
  }
  if (card !== undefined) {
    return {
      title: titleOf(card),
      content: lines(card.note, ...card.highlights.map(({ quote }) => quote), ...into),
      links: [alternate(card.url)],
    };
  }
  const [collection] = collections;
  return {
    title: `New collection: ${collection?.name ?? ''}`,
    content: lines(collection?.description),
    links: collection === undefined ? [] : [alternate(`${publicUrl}/collections/${collection.id}`)],
  };
}

function ofConnection({ type, note, source, target }: ConnectionView) {
  const says = type.toLowerCase().replaceAll('_', ' ');
  return {
    title: `${titleOf(source)} – ${says} – ${titleOf(target)}`,
    content: lines(note, source.url, target.url),
    links: [alternate(source.url), { rel: 'related' as const, href: target.url }],
  };
}

const alternate = (href: string): AtomLink => ({ rel: 'alternate', href });
const lines = (...texts: (string | null | undefined)[]): string =>
  texts.filter((text) => typeof text === 'string').join('\n');

function titleOf({ metadata, url }: Pick<CardView, 'metadata' | 'url'>): string {
  const { title } = metadata;
  return typeof title === 'string' && title !== '' ? title : url;
}
