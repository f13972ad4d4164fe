import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { compatibilityViolations } from './check-compatibility.mjs';
import type { Contracts } from './load.mjs';
import { workspaceAt } from './workspace.mjs';

const TYPE = 'events.cards.card-starred.v1';
const SUCCESSOR = { by: 'events.cards.card-starred.v2' };

type Status = { state: string; by?: string; untilRelease?: number };

/** A version as the last release has it, and as the catalogue has it now; the next release is 2. */
describe('a released version', () => {
  let root: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'contracts-release-'));
  });
  afterEach(() => {
    rmSync(root, { recursive: true });
  });

  it.each<[string, Status, Status | undefined]>([
    ['stay', { state: 'active' }, { state: 'active' }],
    ['be superseded', { state: 'active' }, { state: 'superseded', ...SUCCESSOR, untilRelease: 3 }],
    [
      'be retired when its overlap ends',
      { state: 'superseded', ...SUCCESSOR, untilRelease: 2 },
      { state: 'retired' },
    ],
    ['stay retired', { state: 'retired', ...SUCCESSOR }, { state: 'retired', ...SUCCESSOR }],
    ['go when it was retired', { state: 'retired', ...SUCCESSOR }, undefined],
  ])('may %s', (_, released, now) => {
    expect(violations(released, now)).toEqual([]);
  });

  it.each<[string, Status, Status | undefined, RegExp]>([
    ['go while it is published', { state: 'active' }, undefined, /\(removed\)/],
    ['go while it is announced', { state: 'announced' }, undefined, /\(removed\)/],
    [
      'go when its overlap ends',
      { state: 'superseded', ...SUCCESSOR, untilRelease: 2 },
      undefined,
      /\(removed\)/,
    ],
    [
      'be retired at once',
      { state: 'active' },
      { state: 'retired', ...SUCCESSOR },
      /never announced its end/,
    ],
    [
      'be retired before its overlap ends',
      { state: 'superseded', ...SUCCESSOR, untilRelease: 3 },
      { state: 'retired', ...SUCCESSOR },
      /until release 3/,
    ],
  ])('may not %s', (_, released, now, sentence) => {
    expect(violations(released, now)).toEqual([expect.stringMatching(sentence)]);
  });

  function violations(released: Status, now: Status | undefined): string[] {
    const workspace = workspaceAt(root);
    mkdirSync(join(workspace.releases, '1'), { recursive: true });
    const manifest = { release: 1, previous: null, events: { [TYPE]: { status: released, files: {} } } };
    writeFileSync(join(workspace.releases, '1', 'manifest.json'), JSON.stringify(manifest));
    const byType = new Map(now === undefined ? [] : [[TYPE, { status: now }]]);
    return compatibilityViolations({ byType, schemas: new Map() } as unknown as Contracts, workspace);
  }
});
