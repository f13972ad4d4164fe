import { uuidv7 } from 'uuidv7';
import { TellCards } from '../../../services/cards/src/application/tell-cards.js';
import type { UrlMetadata } from '../../../services/cards/src/domain/metadata.js';
import { PageLookups } from '../../../services/cards/src/infrastructure/page-lookups.js';
import { waitFor } from '../../support/wait-for.js';
import type { RunningSystem } from './running-system.js';

/** What a researcher does to a card after it was saved, until it says each thing that a card can say. */
export async function changeCards(system: RunningSystem, as: string): Promise<void> {
  const { id } = await system.request('cards', 'POST', '/cards', {
    as,
    body: { url: 'https://example.org/annotated' },
  });
  const path = `/cards/${String(id)}`;
  await system.request('cards', 'PUT', `${path}/note`, { as, body: { note: 'Read again' } });
  await system.request('cards', 'DELETE', `${path}/note`, { as });
  const highlight = await system.request('cards', 'POST', `${path}/highlights`, {
    as,
    body: { quote: 'The heart of it', selector: 'text=The%20heart,it', note: 'Indeed' },
  });
  await system.request('cards', 'PUT', `/cards/${String(highlight['id'])}/passage`, {
    as,
    body: { quote: 'The heart', selector: 'text=The%20heart' },
  });
  await system.request('cards', 'DELETE', path, { as });
}

/** A card's page was read in the background: what the worker does once it has the page, which no test has. */
export async function resolveMetadata(system: RunningSystem, as: string): Promise<void> {
  const url = 'https://example.org/read-in-the-background';
  await system.request('cards', 'POST', '/cards', { as, body: { url } });
  const app = system.services.get('cards')?.app;
  if (app === undefined) throw new Error('cards is not running');
  const lease = { owner: uuidv7(), leaseMs: 60_000 };
  const cause = await waitFor('the wish for the page', async () => {
    const lookup = await app.get(PageLookups).claim(lease.owner, lease.leaseMs);
    return lookup?.url === url ? lookup.cause : undefined;
  });
  const metadata: UrlMetadata = {
    title: 'Read',
    authors: ['Ada'],
    published: '2024',
    site: 'Example',
    kind: 'article',
  };
  await app.get(TellCards).execute({ url, metadata, cause, ...lease });
}
