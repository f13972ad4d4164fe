import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CASES } from '../conformance/cases.js';

const ROOT = join(import.meta.dirname, '../..');

/** The cells of the table's last column: what shows each promise. */
const shownBy = readFileSync(join(ROOT, 'docs/guarantees.md'), 'utf8')
  .split('\n')
  .filter((line) => /^\| \d+ /.test(line))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, number, , shown]) => ({ number, shown: shown ?? '' }));

describe('docs/guarantees.md', () => {
  it('has a table of promises', () => {
    expect(shownBy.length).toBeGreaterThan(15);
  });

  it.each(shownBy)('names what shows line $number, and it is there', ({ shown }) => {
    const names = [...shown.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? '');
    if (names.length === 0) expect(shown).toContain('the fault suite');
    const cases = new Set<string>(CASES.map(({ id }) => id));
    const missing = names.filter((name) => !cases.has(name) && !existsSync(join(ROOT, name)));
    expect(missing).toEqual([]);
  });
});
