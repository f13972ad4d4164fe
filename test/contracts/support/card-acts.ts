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
