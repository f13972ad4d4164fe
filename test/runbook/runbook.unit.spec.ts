import { missingLine } from './expected-output.js';
import { readRunbook } from './runbook.js';

const markdown = (...lines: string[]): string => lines.join('\n');

describe('reading a runbook', () => {
  it('takes each command with its heading, exit code and output', () => {
    const text = markdown(
      '# Runbook',
      '## Look',
      '```bash',
      '# not a heading',
      'one',
      '```',
      '',
      '```text',
      'seen',
      '```',
      '```bash exit=1',
      'two',
      '```',
    );
    expect(readRunbook(text)).toEqual([
      {
        heading: 'Look',
        steps: [
          { line: 3, script: '# not a heading\none', exit: 0, expected: 'seen' },
          { line: 11, script: 'two', exit: 1, expected: undefined },
        ],
      },
    ]);
  });

  it.each([
    ['a block that nothing would run', ['```sh', 'ls', '```']],
    ['output of nothing', ['```text', 'seen', '```']],
    ['two outputs of one command', ['```bash', 'ls', '```', '```text', 'a', '```', '```text', 'b', '```']],
    ['a block without an end', ['```bash', 'ls']],
  ])('refuses %s', (_what, lines) => {
    expect(() => readRunbook(markdown('# R', ...lines))).toThrow(/^Line 2|^Line 8/u);
  });
});

describe('holding output against what is shown', () => {
  it.each([
    ['the same lines', 'a\nb', 'a\n\n  b\n'],
    ['any width of spaces', '│ a │ 5 │', '│ a    │     5 │'],
    ['any text for …', 'seq: … of 9', 'seq: 4 of 9'],
    ['any lines for … alone', '…\nb\n…', 'x\ny\nb'],
    ['the second of two that begin alike', '…\na\nb', 'a\nc\na\nb'],
    ['a variable', 'id $ID', 'id 7'],
    ['characters that mean something elsewhere', 'a.b (c) $1', 'a.b (c) $1'],
  ])('takes %s', (_what, expected, actual) => {
    expect(missingLine(expected, actual, { ID: '7' })).toBeUndefined();
  });

  it.each([
    ['a line that is not there', 'a\nb', 'a\nc', 'b'],
    ['a line between', 'a\nb', 'a\nx\nb', 'b'],
    ['more than is shown', 'a', 'a\nb', 'the end'],
    ['less than is shown', 'a\nb', 'a', 'b'],
    ['another order', '…\na\n…\nb\n…', 'b\na', 'b'],
    ['a part of a line', 'a', 'ab', 'a'],
    ['another value', 'id $ID', 'id 8', 'id $ID'],
  ])('misses %s', (_what, expected, actual, missing) => {
    expect(missingLine(expected, actual, { ID: '7' })).toBe(missing);
  });
});
