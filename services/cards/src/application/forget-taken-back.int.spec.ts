import fc from 'fast-check';
import { createTestDatabase } from '../../../../test/support/postgres.js';
import { CardsWorld } from '../../test/cards-world.js';
import { historyViolations } from '../../test/history-check.js';
import { instant } from '../../test/instant.js';
import { commands, Play } from '../../test/random-commands.js';
import { somebody, somePage } from '../../test/some.js';

let world: CardsWorld;
beforeAll(async () => {
  world = await CardsWorld.start(await createTestDatabase({ services: ['cards'] }));
});
afterAll(() => world.stop());

const save = async (curatorId: string, note: string) =>
  (await world.saveToLibrary.execute({ curatorId, url: somePage(), note })).card;

/** Everything that the event store says, in the order of its writing. */
async function stored(): Promise<string> {
  const rows = await world.database.sql<{ data: object }[]>`
    select data from event_store order by position`;
  return JSON.stringify(rows.map(({ data }) => data));
}

/** All rows of the service's own. */
const rows = () =>
  world.database.sql<object[]>`
    select to_jsonb(c) as row from cards c union all select to_jsonb(c) from connections c
    union all select to_jsonb(c) from collections c order by 1`;

describe('forgetting what was taken back', () => {
  it('erases the notes of removed cards and the former ones of connections, and leaves what stands', async () => {
    const [ada, bob] = [somebody(), somebody()];
    const removed = await save(ada, 'Of a removed card');
    await save(ada, 'Still there');
    const others = await save(bob, "Of another's");
    const asOf = await instant();
    await world.removeFromLibrary.execute({ by: ada, cardId: removed.id });
    await world.removeFromLibrary.execute({ by: bob, cardId: others.id });
    const ends = { source: { url: somePage() }, target: { url: somePage() } };
    const { connection } = await world.drawConnection.execute({ curatorId: ada, ...ends, note: 'At first' });
    await world.changeConnection.edit({ by: ada, connectionId: connection.id, note: 'At last' });
    const before = await rows();

    for (let n = 0; n < 2; n += 1) await world.forgetTakenBack.execute({ by: ada });

    const all = await stored();
    for (const gone of ['Of a removed card', 'At first']) expect(all).not.toContain(gone);
    for (const kept of ['Still there', 'At last', "Of another's"]) expect(all).toContain(kept);
    expect(await rows()).toEqual(before);
    const past = await world.listLibraryAsOf.execute({ curatorId: ada, reader: ada, asOf, limit: 9 });
    expect(past.items.map(({ note }) => note)).toEqual(['Still there', undefined]);
  });

  it("erases a deleted collection's description", async () => {
    const ada = somebody();
    const made = { authorId: ada, name: 'Tides', description: 'Of the sea' };
    const { id } = await world.createCollection.execute(made);
    await world.forgetTakenBack.execute({ by: ada });
    expect(await stored()).toContain('Of the sea');
    world.overwritten.add(id);
    await world.database.sql`delete from collections where id = ${id}`;
    await world.forgetTakenBack.execute({ by: ada });
    expect(await stored()).not.toContain('Of the sea');
  });

  it('changes nothing that is there today, whatever was done, and the events still say all of it', async () => {
    await fc.assert(
      fc.asyncProperty(commands(15), async (all) => {
        const play = await Play.begin(world);
        for (const one of all) await play.run(one);
        const before = await rows();
        for (const by of play.people) await world.forgetTakenBack.execute({ by });
        expect(await rows()).toEqual(before);
        expect(await historyViolations(world.database.sql, world.overwritten)).toEqual([]);
      }),
      { numRuns: 10 },
    );
  }, 60_000);
});
