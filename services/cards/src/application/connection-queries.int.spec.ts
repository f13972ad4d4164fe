import fc from 'fast-check';
import { createTestDatabase } from '../../../../test/support/postgres.js';
import { CardsWorld } from '../../test/cards-world.js';
import { somebody, somePage } from '../../test/some.js';
import type { ConnectionType } from '../domain/connection-type.js';
import { GRAPH_LIMITS } from './get-neighbourhood.js';

let world: CardsWorld;
beforeAll(async () => {
  world = await CardsWorld.start(await createTestDatabase({ services: ['cards'] }));
});
afterAll(() => world.stop());

async function draw(curatorId: string, source: string, target: string, type?: ConnectionType) {
  const command = { curatorId, source: { url: source }, target: { url: target }, type };
  return (await world.drawConnection.execute(command)).connection.id;
}

describe('the connections of a work', () => {
  it('are those on either side, whoever drew them, page by page and by type', async () => {
    const work = somePage();
    const ids: string[] = [];
    for (let n = 0; n < 5; n += 1) {
      const [source, target] = n % 2 === 0 ? [work, somePage()] : [somePage(), work];
      ids.unshift(await draw(somebody(), source, target, n === 3 ? 'OPPOSES' : 'SUPPORTS'));
    }
    await draw(somebody(), somePage(), somePage());
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await world.listConnections.ofUrl({ url: work, limit: 2, cursor });
      seen.push(...page.items.map(({ id }) => id));
      cursor = page.next ?? undefined;
    } while (cursor !== undefined);
    expect(seen).toEqual(ids);
    expect(await world.listConnections.ofUrl({ url: work, limit: 9, type: 'OPPOSES' })).toMatchObject({
      items: [{ id: ids[1] }],
      next: null,
    });
  });
});

describe('the connections of a researcher', () => {
  it('are those that they drew', async () => {
    const [ada, bob, a, b] = [somebody(), somebody(), somePage(), somePage()];
    const [first, second] = [await draw(ada, a, b), await draw(ada, a, b, 'EXPLAINER')];
    await draw(bob, a, b);
    expect(await world.listConnections.ofUser({ curatorId: ada, limit: 9 })).toMatchObject({
      items: [{ id: second }, { id: first }],
      next: null,
    });
  });
});

describe('the neighbourhood of a work', () => {
  it('is the work alone where nobody connected it', async () => {
    const url = somePage();
    expect(await world.getNeighbourhood.execute({ url, depth: 3 })).toEqual({
      works: [{ url, metadata: {}, distance: 0 }],
      connections: [],
      cut: [],
    });
  });

  it('is what is within so many connections in either direction, with all that connects it', async () => {
    const [ada, a, b, c, d, e] = [somebody(), somePage(), somePage(), somePage(), somePage(), somePage()];
    const [ab, cb, cd, de, ac] = [
      await draw(ada, a, b),
      await draw(ada, c, b),
      await draw(ada, c, d),
      await draw(ada, d, e),
      await draw(somebody(), a, c, 'OPPOSES'),
    ];
    const near = await world.getNeighbourhood.execute({ url: b, depth: 1 });
    expect(near.works[0]).toMatchObject({ url: b, distance: 0 });
    expect(new Set(near.works.slice(1).map(({ url }) => url))).toEqual(new Set([a, c]));
    expect(new Set(near.connections.map(({ id }) => id))).toEqual(new Set([ab, cb, ac]));
    const far = await world.getNeighbourhood.execute({ url: b, depth: 2 });
    expect(new Set(far.connections.map(({ id }) => id))).toEqual(new Set([ab, cb, ac, cd]));
    expect(far.works.find(({ url }) => url === d)).toMatchObject({ distance: 2 });
    const all = await world.getNeighbourhood.execute({ url: b, depth: 3 });
    expect(all.connections.map(({ id }) => id)).toContain(de);
    expect([near, far, all].map(({ cut }) => cut)).toEqual([[], [], []]);
  });

  it('says where it was cut: more connections of a work, more works, more connections', async () => {
    const [ada, hub] = [somebody(), somePage()];
    const pages = Array.from({ length: 6 }, () => somePage());
    for (const page of pages) await draw(ada, page, hub);
    const walk = (limits: object) =>
      world.getNeighbourhood.execute({ url: hub, depth: 1 }, { ...GRAPH_LIMITS, ...limits });
    const newest = pages.slice(3).toReversed();
    expect(await walk({ fanOut: 6, works: 7, connections: 6 })).toMatchObject({ cut: [] });
    const fewOfAWork = await walk({ fanOut: 3 });
    expect(fewOfAWork).toMatchObject({ cut: ['connections-of-a-work'] });
    expect(fewOfAWork.works.map(({ url }) => url)).toEqual([hub, ...newest]);
    const fewWorks = await walk({ works: 4 });
    expect(fewWorks).toMatchObject({ cut: ['works'] });
    expect(fewWorks.works.map(({ url }) => url)).toEqual([hub, ...newest]);
    const fewConnections = await walk({ connections: 3 });
    expect(fewConnections).toMatchObject({ cut: ['connections'] });
    expect(fewConnections.connections).toHaveLength(3);
  });

  it('is that of a breadth-first search, whatever the graph', async () => {
    const ada = somebody();
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.tuple(fc.nat(5), fc.nat(5)), { minLength: 1, maxLength: 9, selector: String }),
        fc.integer({ min: 1, max: 3 }),
        async (pairs, depth) => {
          const pages = Array.from({ length: 6 }, () => somePage());
          const edges = pairs.filter(([from, to]) => from !== to);
          for (const [from, to] of edges) await draw(ada, String(pages[from]), String(pages[to]), 'LEADS_TO');
          const { works, cut } = await world.getNeighbourhood.execute({ url: String(pages[0]), depth });
          const found = Object.fromEntries(works.map(({ url, distance }) => [pages.indexOf(url), distance]));
          expect(found).toEqual(distances(edges, depth));
          expect(cut).toEqual([]);
        },
      ),
      { numRuns: 15 },
    );
  });
});

/** Of each node that is at most `depth` steps from node 0, how many steps. */
function distances(edges: readonly (readonly [number, number])[], depth: number): Record<number, number> {
  const reached: Record<number, number> = { 0: 0 };
  for (let step = 1; step <= depth; step += 1) {
    const before = new Set(Object.keys(reached).map(Number));
    for (const [from, to] of edges) {
      if (before.has(from)) reached[to] ??= step;
      if (before.has(to)) reached[from] ??= step;
    }
  }
  return reached;
}
