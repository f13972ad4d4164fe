import { validPassage } from './passage.js';

const QUOTE = 'To be';

describe('a passage', () => {
  it.each([
    'text=start',
    'text=start,end',
    'text=prefix-,start',
    'text=start,-suffix',
    'text=prefix-,start,end,-suffix',
    'text=100%25,a%2Db%2Cc',
    'text=Über,ende',
  ])('may stand at %s', (selector) => {
    expect(validPassage({ quote: QUOTE, selector })).toEqual({ quote: QUOTE, selector });
  });

  it.each(['#:~:text=start', ':~:text=start', ' text=start '])(
    'is taken as a URL has it: "%s"',
    (selector) => {
      expect(validPassage({ quote: QUOTE, selector }).selector).toBe('text=start');
    },
  );

  it.each([
    '',
    'start',
    'text=',
    'text=a,b,c',
    'text=a-b',
    'text=a-,',
    'text=a&text=b',
    'text=a b',
    'text=100%',
    'text=%ff',
    `text=${'x'.repeat(4_092)}`,
  ])('can not stand at %p', (selector) => {
    expect(() => validPassage({ quote: QUOTE, selector })).toThrow(
      expect.objectContaining({ code: 'invalid-selector', field: 'selector' }),
    );
  });

  it.each(['', ' \n', 'x'.repeat(10_001)])('is quoted, and within the limit (%#)', (quote) => {
    expect(() => validPassage({ quote, selector: 'text=a' })).toThrow(
      expect.objectContaining({ code: 'invalid-quote', field: 'quote' }),
    );
  });

  it('is quoted without what can not be read', () => {
    expect(validPassage({ quote: ' To\u0000 be ', selector: 'text=a' }).quote).toBe('To be');
  });

  it('is looked at in a moment, however its selector is made', () => {
    const startedAt = performance.now();
    for (const part of ['a,', 'a-,', '%41', 'a'])
      expect(() => validPassage({ quote: QUOTE, selector: `text=${part.repeat(1_000)}&` })).toThrow();
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });
});
