import { eventually } from '../../support/eventually.js';
import { changeCards, resolveMetadata } from './card-acts.js';
import { changeCollections } from './collection-acts.js';
import type { RunningSystem } from './running-system.js';

const ADA = 'did:plc:ewvi7nxzyoun6zhxrhs64oiz';
const BOB = 'did:plc:44ybard66vv44zksje25o7dz';

const BIBLIOGRAPHY = `@article{lamport1978, title = {Time, Clocks}, author = {Lamport, Leslie}, year = {1978},
  doi = {10.1145/359545.359563}}`;

/** Asks the services, as clients do, for every act that they publish an event of. */
export async function runEveryCommand(system: RunningSystem): Promise<void> {
  const as = ADA;
  const closed = await system.request('cards', 'POST', '/collections', { as, body: { name: 'Closed' } });
  const open = await system.request('cards', 'POST', '/collections', {
    as: BOB,
    body: { name: 'Open', description: 'To be read', access: 'OPEN', collaboratorIds: [ADA] },
  });
  const card = await system.request('cards', 'POST', '/cards', {
    as,
    body: { url: 'https://example.org/a', note: 'Read again', collectionIds: [closed['id'], open['id']] },
  });
  const taken = await system.request('cards', 'POST', '/cards', {
    as: BOB,
    body: { viaCardId: card['id'], collectionIds: [open['id']] },
  });
  await system.request('cards', 'POST', '/imports?format=bibtex', {
    as,
    body: BIBLIOGRAPHY,
    headers: { 'content-type': 'application/x-bibtex' },
  });
  await system.request('cards', 'DELETE', `/collections/${String(open['id'])}/cards/${String(taken['id'])}`, {
    as: BOB,
  });
  await system.request('cards', 'DELETE', `/cards/${String(card['id'])}`, { as });
  await changeCards(system, as);
  await resolveMetadata(system, as);
  await changeCollections(system, as);
  await system.request('feeds', 'PUT', `/follows/users/${BOB}`, { as });
  await eventually(() =>
    system.request('feeds', 'PUT', `/follows/collections/${String(open['id'])}`, { as }),
  );
  await system.request('feeds', 'DELETE', `/follows/users/${BOB}`, { as });
  await drawConnections(system, String(open['id']));
  await eventually(async () => {
    const { marked } = await system.request('notifications', 'POST', '/notifications/read-all', {
      as,
      body: {},
    });
    if (marked === 0) throw new Error('Ada was told of nothing yet');
  });
  // Acts in files of their own: acts/<event>.ts.
}

async function drawConnections(system: RunningSystem, collectionId: string): Promise<void> {
  const as = ADA;
  const { id: cardId } = await system.request('cards', 'POST', '/cards', {
    as,
    body: { url: 'https://example.org/connected' },
  });
  const drawn = await system.request('cards', 'POST', '/connections', {
    as,
    body: {
      source: { cardId },
      target: { url: `https://commonplace.example/collections/${collectionId}` },
      type: 'LEADS_TO',
      note: 'Where to read on',
    },
  });
  const path = `/connections/${String(drawn['id'])}`;
  await system.request('cards', 'PATCH', path, { as, body: { type: 'RELATED' } });
  await system.request('cards', 'DELETE', path, { as });
}
