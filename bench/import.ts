import { Api } from '../infra/dev/api.mjs';
import { type Figure, figure, interleave, spread } from './figures.ts';
import { type BenchOptions, until } from './run.ts';
import { onEachSystem, type RunningSystem } from './whole-system.ts';

const ENTRIES = 3_000;
const QUICK_ENTRIES = 400;
const BATCH = 200;

/** A bibliography through HTTP until the last card is in the feed, beside the same rows inserted by hand. */
export function importBench(options: BenchOptions): Promise<Figure[]> {
  return onEachSystem(options, measure);
}

async function measure(system: RunningSystem, options: BenchOptions): Promise<Figure[]> {
  const entries = options.quick ? QUICK_ENTRIES : ENTRIES;
  let round = 0;
  const rates = await interleave(options.pairs, {
    imported: async () => {
      round += 1;
      const rate = await importOnce(system, round, entries);
      options.say(`  import: ${String(Math.round(rate))} cards/s`);
      return rate;
    },
    byHand: async () => {
      const rate = await insertByHand(system, round, entries);
      options.say(`  rows by hand: ${String(Math.round(rate))} cards/s`);
      return rate;
    },
  });
  return [
    figure({
      bench: 'import until in the feed, limit: rows by hand',
      transport: system.transport,
      unit: 'cards/s',
      value: spread(rates.imported).median,
      limit: spread(rates.byHand).median,
    }),
  ];
}

async function importOnce({ urls, sql }: RunningSystem, round: number, entries: number): Promise<number> {
  const did = `did:plc:bench${String(round)
    .padStart(19, 'a')
    .replaceAll(/[0189]/g, 'b')}`;
  const api = new Api(urls, did);
  const content = bibliography(round, entries);
  const [before] = await sql<{ count: number }[]>`select count(*)::int as count from feeds.activity_cards`;
  const startedAt = performance.now();
  await api.postRaw('cards', '/imports?format=bibtex', { type: 'application/x-bibtex', content });
  await until('the import', async () => {
    const [now] = await sql<{ count: number }[]>`select count(*)::int as count from feeds.activity_cards`;
    return (now?.count ?? 0) - (before?.count ?? 0) === entries;
  });
  return entries / ((performance.now() - startedAt) / 1_000);
}

function bibliography(round: number, entries: number): string {
  return Array.from(
    { length: entries },
    (_, index) => `@article{entry${String(index)},
  author = {Lamport, Leslie and M{\\"u}ller, J{\\"o}rg},
  title = {On the {O}rdering of Events, Part ${String(index)}},
  journal = {Journal of Benchmarks},
  year = {${String(1970 + (index % 50))}},
  doi = {10.5555/bench.${String(round)}.${String(index)}}
}
`,
  ).join('\n');
}

/** The rows that an import leaves, written by one connection in the same batches: cards, events, outbox, feed. */
async function insertByHand({ sql }: RunningSystem, round: number, entries: number): Promise<number> {
  const startedAt = performance.now();
  for (let done = 0; done < entries; done += BATCH) {
    await sql`
      with new_cards as (
        insert into cards.cards (id, curator_id, type, url, metadata, added_at, version, sequence)
        select gen_random_uuid(), 'did:plc:byhand', 'URL', 'https://doi.org/10.5555/hand.' || ${round}::int || '.' || n, '{}', now(), 1, 1
        from generate_series(${done}::int, ${done + BATCH - 1}::int) n returning id
      ), stored as (
        insert into cards.event_store (aggregate_type, aggregate_id, version, type, data, metadata, occurred_at)
        select 'Card', id, 1, 'CardAddedToLibrary', '{}', '{}', now() from new_cards
      )
      insert into cards.outbox (event_id, type, aggregate_id, sequence, partition, body)
      select gen_random_uuid(), 'by-hand', id, 1, 0, repeat('x', 1024) from new_cards`;
    await sql`
      with new_cards as (
        insert into feeds.cards (card_id, curator_id, url, metadata, removed)
        select gen_random_uuid(), 'did:plc:byhand', 'https://doi.org/' || n, '{}', false
        from generate_series(1, ${BATCH}::int) n returning card_id
      )
      insert into feeds.inbox_cursors (consumer, generation, source, aggregate_id, sequence, previous)
      select 'by-hand', 0, '/services/cards', card_id, 1, 0 from new_cards`;
  }
  return entries / ((performance.now() - startedAt) / 1_000);
}
