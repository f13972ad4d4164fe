import { describeError, signatureOf, signatureOfText } from './error-signature.js';

describe('the signature of an error', () => {
  it.each([
    ['Aggregate 0190c0de-0000-7000-8000-000000000000 was changed', 'Aggregate <id> was changed'],
    ['No card of did:plc:ada at https://example.org/a?b=1', 'No card of <did> at <url>'],
    ['Row 17 of 4.5 at 2026-01-01T10:00:00.000Z', 'Row <n> of <n> at <time>'],
    ['relation "cards_v2" does not exist', 'relation "cards_v2" does not exist'],
    ['first line\nsecond line', 'first line'],
    ['', ''],
  ])('leaves out of "%s" what differs from event to event', (text, signature) => {
    expect(signatureOfText(text)).toBe(signature);
  });

  it('is that of the root cause, by its name', () => {
    const cause = new TypeError('card 5 has no url');
    expect(signatureOf(new Error('Failed query: insert …', { cause }))).toBe(
      'TypeError: card <n> has no url',
    );
  });

  it('is short whatever was thrown', () => {
    expect(signatureOfText('x'.repeat(10_000))).toHaveLength(200);
  });
});

describe('the description of an error', () => {
  it('has the stacks of the error and of its causes', () => {
    const text = describeError(new Error('outer', { cause: new RangeError('inner') }));
    expect(text).toMatch(/^Error: outer\n +at [\s\S]+\ncaused by RangeError: inner\n +at /u);
  });
});
