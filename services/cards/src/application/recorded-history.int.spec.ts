import fc from 'fast-check';
import { createTestDatabase } from '../../../../test/support/postgres.js';
import { CardsWorld } from '../../test/cards-world.js';
import { historyViolations } from '../../test/history-check.js';
import { commands, Play } from '../../test/random-commands.js';
import { somebody, somePage } from '../../test/some.js';

let world: CardsWorld;
beforeAll(async () => {
  world = await CardsWorld.start(await createTestDatabase({ services: ['cards'] }));
});
afterAll(() => world.stop());

const violations = () => historyViolations(world.database.sql, world.overwritten);

describe('the events of every aggregate', () => {
  it('say exactly what its row is, whatever was done', async () => {
    await fc.assert(
      fc.asyncProperty(commands(20), async (all) => {
        const play = await Play.begin(world);
        for (const one of all) await play.run(one);
        expect(await violations()).toEqual([]);
      }),
      { numRuns: 15 },
    );
  }, 60_000);

  it('say so of a save with everything that belongs to it', async () => {
    const [ada, bob] = [somebody(), somebody()];
    const { id } = await world.createCollection.execute({
      authorId: ada,
      name: 'Tides',
      description: 'Of the sea',
      collaboratorIds: [bob, somebody()],
    });
    const original = await world.saveToLibrary.execute({ curatorId: ada, url: somePage() });
    await world.saveToLibrary.execute({
      curatorId: bob,
      viaCardId: original.card.id,
      note: 'Why',
      collectionIds: [id],
    });
    expect(await violations()).toEqual([]);
  });
});

describe('a row that its events do not explain', () => {
  const sql = () => world.database.sql;

  it.each([
    ['another value', (id: string) => sql()`update cards set note = 'Forged' where id = ${id}`],
    ['another version', (id: string) => sql()`update cards set version = 2 where id = ${id}`],
    ['no row at all', (id: string) => sql()`delete from cards where id = ${id}`],
  ])('is found: %s', async (_what, forge) => {
    const { card } = await world.saveToLibrary.execute({ curatorId: somebody(), url: somePage() });
    await forge(card.id);
    expect(await violations()).toMatchObject([{ aggregate: `Card ${card.id}` }]);
    world.overwritten.add(card.id);
  });
});
