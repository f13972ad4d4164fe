/** What Ada, Bob and Eve do in a run in which nothing goes wrong; one answer is lost on the way, one request refused. */
import type { FollowIntent } from '../../../bench/load/intents.ts';
import type { Attempt } from '../../../bench/load/history.ts';
import { wantedOf } from './asked.ts';
import type { CheckInput } from './check.ts';
import type { HistoryView, PastView } from './observation.ts';
import { ADA, BOB, EVE, instantOf, SoundRun } from './sound-run.ts';

const [W1, W2, W3, W4] = [workAt(1), workAt(2), workAt(3), workAt(4)];
const QUOTE = { quote: 'The moon pulls.', selector: 'text=the%20moon' };

export function soundRun(): CheckInput {
  const run = new SoundRun();
  save(run, ADA, W1, { answeredId: 'new-1' });
  collect(run);
  followAgain(run);
  save(run, ADA, W2, { outcome: 'unknown' });
  save(run, ADA, W3, { answeredId: 'new-10' });
  run.does({ kind: 'remove', did: ADA, cardId: 'new-10' }, ({ library }, given) =>
    library.remove({ by: ADA, cardId: 'new-10' }, given),
  );
  // It is there already: acknowledged, and nothing happens.
  save(run, ADA, W1, { answeredId: 'new-1' });
  run.does({ kind: 'remove', did: BOB, cardId: 'new-1' }, () => [], {
    outcome: 'refused',
    status: 403,
    code: 'not-your-card',
  });
  annotate(run);
  changeCollection(run);
  connect(run);
  choose(run);
  save(run, ADA, W4, { answeredId: 'new-25' });
  importBook(run);
  readAndSee(run);
  return run.end([W1, W2, W4], { histories: HISTORIES, past: PAST });
}

/** 2 to 4 */
function collect(run: SoundRun): void {
  const collection = { name: 'Tides', access: 'OPEN' as const, collaboratorIds: [EVE] };
  run.does(
    { kind: 'create-collection', did: BOB, ...collection },
    ({ library }, given) => library.collections.create({ authorId: BOB, ...collection }, given),
    { answeredId: 'new-2' },
  );
  const addition = { cardId: 'new-1', collectionId: 'new-2' };
  run.does(
    { kind: 'collect', did: ADA, ...addition },
    ({ library }, given) => library.collect({ by: ADA, ...addition }, given),
    { answeredId: 'new-1' },
  );
  const way = { viaCardId: 'new-1', collectionIds: ['new-2'] };
  run.does(
    { kind: 'save', did: BOB, ...way },
    ({ library }, given) => library.save({ by: BOB, ...way }, given),
    { answeredId: 'new-4' },
  );
}

/** 5 to 8 */
function followAgain(run: SoundRun): void {
  const ada = { type: 'USER', id: ADA } as const;
  const follows = (kind: FollowIntent['kind'], target: FollowIntent['target']): void =>
    run.does({ kind, did: EVE, target }, (model, given) => model.follows[kind]({ by: EVE, target }, given));
  follows('follow', ada);
  follows('follow', { type: 'COLLECTION', id: 'new-2' });
  follows('unfollow', ada);
  follows('follow', ada);
}

/** 14 and 15 */
function annotate(run: SoundRun): void {
  const cardId = 'new-1';
  run.does(
    { kind: 'highlight', did: ADA, cardId, ...QUOTE },
    ({ library }, given) => library.cards.highlight({ by: ADA, cardId, ...QUOTE }, given),
    { answeredId: 'new-14' },
  );
  const note = 'Read this, 1';
  run.does({ kind: 'write-note', did: ADA, cardId, note }, ({ library }, given) =>
    library.cards.writeNote({ by: ADA, cardId, note }, given),
  );
}

/** 16 and 17 */
function changeCollection(run: SoundRun): void {
  const collectionId = 'new-2';
  const edit = { collectionId, name: 'Tides and moons', description: 'Both' };
  run.does({ kind: 'edit-collection', did: BOB, ...edit }, ({ library }, given) =>
    library.collections.edit({ by: BOB, ...edit }, given),
  );
  run.does({ kind: 'share', did: BOB, collectionId, collaboratorId: ADA }, ({ library }, given) =>
    library.collections.share({ by: BOB, collectionId, collaboratorId: ADA }, given),
  );
}

/** 18 to 21 */
function connect(run: SoundRun): void {
  draw(run, W1, W2, 'new-18');
  const connectionId = 'new-18';
  run.does({ kind: 'edit-connection', did: ADA, connectionId, note: 'Both of them' }, (model, given) =>
    model.connections.edit({ by: ADA, connectionId, note: 'Both of them' }, given),
  );
  run.does({ kind: 'swap-connection', did: ADA, connectionId, source: W2 }, (model, given) =>
    model.connections.swap({ by: ADA, connectionId, source: W2 }, given),
  );
  draw(run, W2, W4, 'new-21');
}

function draw(run: SoundRun, from: string, to: string, answeredId: string): void {
  const [source, target] = [
    { url: from, metadata: {} },
    { url: to, metadata: {} },
  ];
  const connectionType = 'SUPPORTS';
  run.does(
    { kind: 'draw-connection', did: ADA, source: { url: from }, target: { url: to }, connectionType },
    (model, given) => model.connections.draw({ by: ADA, source, target, connectionType }, given),
    { answeredId },
  );
}

/** 22 to 24 */
function choose(run: SoundRun): void {
  const choices = [
    { kind: 'subscribe', did: EVE, target: { type: 'USER', id: ADA }, scopes: ['CARDS'] },
    { kind: 'mute', did: BOB, target: { type: 'USER', id: EVE } },
    { kind: 'prefer', did: EVE, type: 'USER_FOLLOWED_YOU', on: false },
  ] as const;
  for (const intent of choices) {
    const { did: by } = intent;
    run.does(intent, (model, given) => model.choices.change({ by, wanted: wantedOf(intent) }, given));
  }
}

/** 26 */
function importBook(run: SoundRun): void {
  const record = { url: W3, title: 'On tides', type: 'book' as const };
  run.does(
    { kind: 'import', did: EVE, records: [record] },
    ({ library }, given) => {
      const metadata = { title: record.title, kind: 'book' };
      return library.import({ by: EVE, records: [{ url: W3, metadata }] }, given);
    },
    { answeredId: 'save-26' },
  );
}

/** 27 and 28 */
function readAndSee(run: SoundRun): void {
  const seen = run.newestOf(ADA);
  const place = { occurredAt: seen.createdAt, actId: seen.actId };
  run.does({ kind: 'mark-read', did: ADA, seen }, (_model, { at }) => [
    {
      type: 'notifications-read',
      recipientId: ADA,
      marks: [{ notificationId: seen.notificationId, ...place }],
      at,
    },
  ]);
  run.does({ kind: 'see', did: ADA, seen, upTo: 'cursor' }, (_model, { at }) => [
    { type: 'notifications-seen', recipientId: ADA, upTo: place, at },
  ]);
}

function save(run: SoundRun, did: string, url: string, told: Partial<Attempt>): void {
  run.does({ kind: 'save', did, url }, ({ library }, given) => library.save({ by: did, url }, given), told);
}

function workAt(number: number): string {
  return `https://example.org/${String(number)}`;
}

/** Of Ada's first card and Bob's collection. */
const HISTORIES: HistoryView[] = [
  {
    id: 'new-1',
    entries: [
      { version: 2, act: 'note-changed', by: ADA, at: instantOf(15) },
      { version: 1, act: 'added-to-library', by: ADA, at: instantOf(1) },
    ],
  },
  {
    id: 'new-2',
    entries: [
      { version: 5, act: 'collaborator-added', by: BOB, at: instantOf(17), collaboratorId: ADA },
      { version: 4, act: 'edited', by: BOB, at: instantOf(16) },
      { version: 3, act: 'card-added', by: BOB, at: instantOf(4), cardId: 'new-4' },
      { version: 2, act: 'card-added', by: ADA, at: instantOf(3), cardId: 'new-1' },
      { version: 1, act: 'created', by: BOB, at: instantOf(2) },
    ],
  },
];

/** When Ada had just saved her third card, which she removed again. */
const PAST: PastView = {
  at: instantOf(10),
  libraries: [
    { did: ADA, own: [3, 2, 1].map(pastCard), others: [2, 1].map(pastCard) },
    { did: BOB, own: [pastCard(4)], others: [pastCard(4)] },
    { did: EVE, own: [], others: [] },
  ],
  collections: [{ id: 'new-2', name: 'Tides', cardIds: ['new-1', 'new-4'] }],
};

/** Ada's first three, and the one that Bob saved from the first. */
function pastCard(number: number): PastView['libraries'][number]['own'][number] {
  const made = [1, 9, 10, 4][number - 1] ?? 0;
  const at = instantOf(made);
  const card = { id: `new-${String(made)}`, type: 'URL', metadata: {}, addedAt: at, updatedAt: at };
  if (number < 4) return { ...card, curatorId: ADA, url: workAt(number) };
  return { ...card, curatorId: BOB, url: W1, via: { cardId: 'new-1', curatorId: ADA } };
}
