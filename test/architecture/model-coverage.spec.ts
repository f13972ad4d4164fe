import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LOG_RULES, VIEW_RULES } from '../faults/checker/rules.ts';

const ROOT = join(import.meta.dirname, '../..');
const PAGE = 'docs/model.md';

function textOf(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

function quotedIn(text: string): string[] {
  return [...text.matchAll(/`([a-z-]+)`/g)].map(([, name = '']) => name);
}

function numbersIn(text: string): string[] {
  return text.match(/\b[CFNA]\d+\b/g) ?? [];
}

const rows = textOf(PAGE)
  .split('\n')
  .filter((line) => /^\| [CFN]\d+ /.test(line))
  .map((line) => {
    const [, rules = '', commands = '', comparisons = ''] = line.split('|');
    return { rules: numbersIn(rules), commands: quotedIn(commands), comparisons: quotedIn(comparisons) };
  });

describe(PAGE, () => {
  it('has a place for each rule of the domain, in the model or not, and only one', () => {
    const rules = textOf('docs/domain-rules.md')
      .split('\n')
      .filter((line) => /^\| [CFN]\d+ /.test(line) && !line.includes('not there yet'))
      .flatMap((line) => numbersIn(line).slice(0, 1));
    const leftOut = /\nNot in it: .*/.exec(textOf(PAGE))?.[0].replace(/A1 to A8/, '') ?? '';
    const placed = [...rows.flatMap((row) => row.rules), ...numbersIn(leftOut)];
    expect(placed.toSorted()).toEqual(rules.toSorted());
  });

  it('names exactly the commands that the load gives', () => {
    const kinds = [...textOf('bench/load/intents.ts').matchAll(/kind: ((?:'[a-z-]+'(?: \| )?)+)/g)]
      .flatMap(([, union = '']) => union.split(' | '))
      .map((kind) => kind.replaceAll("'", ''));
    const named = new Set(rows.flatMap(({ commands }) => commands));
    expect([...named].toSorted()).toEqual(kinds.toSorted());
  });

  it('names comparisons that the checker makes', () => {
    const known = new Set<string>([...LOG_RULES, ...VIEW_RULES]);
    const strange = rows.flatMap(({ comparisons }) => comparisons).filter((name) => !known.has(name));
    expect(strange).toEqual([]);
  });
});
