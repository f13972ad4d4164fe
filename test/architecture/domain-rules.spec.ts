import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const PAGE = 'docs/domain-rules.md';

interface Rule {
  number: string;
  rule: string;
  shown: string;
}

interface NamedTest {
  file: string;
  name: string;
}

const rules: Rule[] = readFileSync(join(ROOT, PAGE), 'utf8')
  .split('\n')
  .filter((line) => /^\| [A-Z]\d+ /.test(line))
  .map((line) => {
    const [, number = '', rule = '', shown = ''] = line.split('|').map((cell) => cell.trim());
    return { number, rule, shown };
  });

function namedTests(shown: string): (NamedTest | string)[] {
  return shown.split('<br>').map((entry) => {
    const match = /^`([^`]+)`: (.+)$/.exec(entry);
    return match === null ? entry : { file: match[1] ?? '', name: match[2] ?? '' };
  });
}

/** The file has a test of exactly that name. */
function isThere({ file, name }: NamedTest): boolean {
  if (!existsSync(join(ROOT, file))) return false;
  const source = readFileSync(join(ROOT, file), 'utf8').replace(/\(\s+/g, '(');
  return ["'", '"', '`'].some((quote) =>
    ['it(', '.each(', ')('].some((call) => source.includes(`${call}${quote}${name}${quote}`)),
  );
}

describe(PAGE, () => {
  it('numbers the rules of each context without a gap or a repeat', () => {
    const contexts = Map.groupBy(rules, ({ number }) => number.charAt(0));
    expect([...contexts.keys()]).toEqual(['C', 'F', 'N', 'A']);
    for (const [context, own] of contexts) {
      expect(own.map(({ number }) => number)).toEqual(
        own.map((_, index) => `${context}${String(index + 1)}`),
      );
    }
  });

  it.each(rules)('names tests that exist for $number: $rule', ({ shown }) => {
    const missing = namedTests(shown).filter((test) => typeof test === 'string' || !isThere(test));
    expect(missing).toEqual([]);
  });
});
