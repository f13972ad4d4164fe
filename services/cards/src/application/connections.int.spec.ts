import { createTestDatabase } from '../../../../test/support/postgres.js';
import { ConcurrencyConflict } from '#eventing';
import { CardsWorld } from '../../test/cards-world.js';
import { somebody, somePage } from '../../test/some.js';
import type { ConnectionType } from '../domain/connection-type.js';

let world: CardsWorld;
beforeAll(async () => {
  world = await CardsWorld.start(await createTestDatabase({ services: ['cards'] }));
});
afterAll(() => world.stop());

const CREATED = 'events.cards.connection-created.v1';
const CHANGED = 'events.cards.connection-changed.v1';
const REMOVED = 'events.cards.connection-removed.v1';

const draw = (curatorId: string, source: string, target: string, type?: ConnectionType) =>
  world.drawConnection.execute({ curatorId, source: { url: source }, target: { url: target }, type });

describe('a connection', () => {
  it('tells the others all of it: drawn, edited, swapped, removed', async () => {
    const [ada, a, b] = [somebody(), somePage(), somePage()];
    const metadata = { title: 'Of A' };
    const { card } = await world.saveToLibrary.execute({ curatorId: ada, url: a });
    world.overwritten.add(card.id);
    await world.database.sql`update cards set metadata = ${JSON.stringify(metadata)} where id = ${card.id}`;
    const { connection } = await draw(ada, a, b, 'SUPPORTS');
    const connectionId = connection.id;
    await world.changeConnection.edit({ by: ada, connectionId, note: 'Why' });
    await world.changeConnection.swap({ by: ada, connectionId, sourceUrl: b });
    await world.removeConnection.execute({ by: ada, connectionId });
    expect(await world.published(connectionId)).toMatchObject([
      {
        sequence: 1,
        type: CREATED,
        data: { source: { url: a, metadata }, target: { url: b, metadata: {} } },
      },
      { sequence: 2, type: CHANGED, data: { source: { url: a }, connectionType: 'SUPPORTS', note: 'Why' } },
      { sequence: 3, type: CHANGED, data: { source: { url: b }, target: { url: a, metadata }, note: 'Why' } },
      { sequence: 4, type: REMOVED, data: { curatorId: ada, sourceUrl: b, targetUrl: a } },
    ]);
  });

  it('is one for a researcher, two works and a type, whichever way round where it has no direction', async () => {
    const [ada, bob, a, b] = [somebody(), somebody(), somePage(), somePage()];
    const related = await draw(ada, a, b);
    expect(await draw(ada, b, a)).toMatchObject({
      created: false,
      connection: { id: related.connection.id },
    });
    expect(related.connection.state).toMatchObject({ source: { url: a }, target: { url: b } });
    const others = [
      await draw(ada, a, b, 'SUPPORTS'),
      await draw(ada, b, a, 'SUPPORTS'),
      await draw(ada, a, b, 'HELPFUL'),
      await draw(bob, a, b),
    ];
    expect(others.map(({ created }) => created)).toEqual([true, true, true, true]);
  });

  it('can be drawn again after its removal, as a new one', async () => {
    const [ada, a, b] = [somebody(), somePage(), somePage()];
    const { connection } = await draw(ada, a, b);
    await world.removeConnection.execute({ by: ada, connectionId: connection.id });
    expect(await draw(ada, a, b)).toMatchObject({ created: true });
  });

  it('is drawn once by many who ask at the same time, from either side', async () => {
    const [ada, a, b] = [somebody(), somePage(), somePage()];
    const drawn = await Promise.all(
      Array.from({ length: 8 }, (_, n) => (n % 2 === 0 ? draw(ada, a, b) : draw(ada, b, a))),
    );
    expect(new Set(drawn.map(({ connection }) => connection.id)).size).toBe(1);
    expect(drawn.filter(({ created }) => created)).toHaveLength(1);
    expect(await world.published(drawn[0]?.connection.id ?? '')).toHaveLength(1);
  });

  it('is changed by many at once one after the other, with no change lost and no gap', async () => {
    const [ada, a, b] = [somebody(), somePage(), somePage()];
    const connectionId = (await draw(ada, a, b, 'SUPPORTS')).connection.id;
    const notes = ['one', 'two', 'three', 'four'];
    const outcomes = await Promise.allSettled(
      notes.map((note) => world.changeConnection.edit({ by: ada, connectionId, note })),
    );
    const made = outcomes.filter(({ status }) => status === 'fulfilled').length;
    // Who loses its race three times over is told so.
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(ConcurrencyConflict);
    }
    expect(made).toBeGreaterThan(0);
    expect(await world.progress('connections', connectionId)).toEqual({
      version: made + 1,
      sequence: made + 1,
    });
    expect((await world.history(connectionId)).map(({ version }) => version)).toEqual(
      Array.from({ length: made + 1 }, (_, n) => n + 1),
    );
  });

  it('that would become the same as another stays as it is, and nothing is told', async () => {
    const [ada, a, b] = [somebody(), somePage(), somePage()];
    await draw(ada, b, a, 'SUPPORTS');
    const { connection } = await draw(ada, a, b, 'SUPPORTS');
    await expect(
      world.changeConnection.swap({ by: ada, connectionId: connection.id, sourceUrl: b }),
    ).rejects.toMatchObject({ code: 'connection-exists' });
    expect(await world.published(connection.id)).toHaveLength(1);
    expect(await world.progress('connections', connection.id)).toEqual({ version: 1, sequence: 1 });
  });

  it('is kept apart by the database itself', async () => {
    const [ada, a, b] = [somebody(), somePage(), somePage()];
    const { connection } = await draw(ada, a, b);
    const copy = world.database.sql`
      insert into connections (id, curator_id, source, target, type, key, created_at, updated_at, version, sequence)
      select gen_random_uuid(), curator_id, source, target, type, key, created_at, updated_at, version, sequence
      from connections where id = ${connection.id}`;
    await expect(copy).rejects.toMatchObject({ constraint_name: 'connections_curator_key' });
    const loop = world.database.sql`
      update connections set target = source, key = 'x' where id = ${connection.id}`;
    await expect(loop).rejects.toMatchObject({ constraint_name: 'connections_ends' });
  });
});
