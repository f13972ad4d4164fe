import { EngineWorld } from '../../../../test/support/engine-world.js';
import { numbers } from '../../../../test/support/wait-for.js';
import { readCursors } from './cursors.js';

const SCOPE = { consumer: 'planned', generation: 0 };
const SOURCE = '/services/cards';

describe('reading cursors', () => {
  let world: EngineWorld;

  beforeAll(async () => {
    world = await EngineWorld.start();
  }, 120_000);

  afterAll(() => world.stop(), 30_000);

  it('probes the index, though its plan was made when the table was empty', async () => {
    const sql = world.pool('feeds');
    await sql`analyze inbox_cursors`;
    const keys = numbers(1, 200).map((number) => ({
      source: SOURCE,
      aggregateId: `aggregate-${String(number)}`,
    }));
    // One transaction, so one connection: plans are kept by connection.
    await sql.begin(async (transaction) => {
      // More often than it takes Postgres to keep a plan for good.
      for (let tried = 0; tried < 10; tried += 1)
        expect(await readCursors(transaction, SCOPE, keys)).toEqual(new Map());
      await transaction`
        insert into inbox_cursors (consumer, generation, source, aggregate_id, sequence, previous)
        select ${SCOPE.consumer}, ${SCOPE.generation}, ${SOURCE}, 'aggregate-' || n, n, 0
        from generate_series(1, 20000) n`;
      const cursors = await readCursors(transaction, SCOPE, keys);
      expect(cursors.get(`${SOURCE} aggregate-7`)).toBe(7);
      expect(cursors.size).toBe(200);
      const [scans] = await transaction<{ rows: number; probes: number }[]>`
        select seq_tup_read::int as rows, idx_scan::int as probes from pg_stat_xact_user_tables
        where relid = 'inbox_cursors'::regclass`;
      expect(scans).toEqual({ rows: 0, probes: 11 * 200 });
    });
  });
});
