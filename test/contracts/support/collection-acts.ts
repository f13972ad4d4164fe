import type { RunningSystem } from './running-system.js';

/** What a researcher does to a collection, from its making to its end. */
export async function changeCollections(system: RunningSystem, as: string): Promise<void> {
  const { id } = await system.request('cards', 'POST', '/collections', { as, body: { name: 'Drafts' } });
  const path = `/collections/${String(id)}`;
  await system.request('cards', 'PATCH', path, {
    as,
    body: { name: 'Papers', description: 'To be read', access: 'OPEN' },
  });
  const collaborator = `${path}/collaborators/did:web:cy.example.org`;
  await system.request('cards', 'PUT', collaborator, { as });
  await system.request('cards', 'DELETE', collaborator, { as });
  const card = await system.request('cards', 'POST', '/cards', {
    as,
    body: { url: 'https://example.org/drafted' },
  });
  await system.request('cards', 'PATCH', `${path}/cards`, { as, body: { add: [card['id']] } });
  await system.request('cards', 'DELETE', path, { as });
}
