import fc from 'fast-check';

const HUGE = 'x'.repeat(6_000);
const TEXTS = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\u{202E}abc',
  '\u{FEFF}',
  '\uD800',
  'e\u{301}',
  '👩‍👩‍👧‍👦',
  '-1',
  '0',
  '1e308',
  'NaN',
  'null',
  'undefined',
  'toString',
  '__proto__',
  "' or 1=1 --",
  '%00',
  '../../etc/passwd',
  'javascript:alert(1)',
  'https://user:secret@example.org/',
  'https://[::1',
  'did:',
  'did:plc:',
  'did:web:localhost%3A3000',
  '00000000-0000-0000-0000-000000000000',
  '2026-13-45',
  '9999999999999999999999',
  HUGE,
];

/** A cursor of another list, or of none. */
const CURSORS = fc
  .oneof(
    fc.record({
      at: fc.oneof(fc.double(), fc.maxSafeInteger(), fc.string()),
      id: fc.oneof(fc.uuid(), fc.string()),
    }),
    fc.jsonValue(),
  )
  .map((position) => Buffer.from(JSON.stringify(position)).toString('base64url'));

/** For paths and queries. */
export const HOSTILE_TEXT: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(...TEXTS),
  CURSORS,
  fc.string({ unit: 'binary', maxLength: 60 }),
);

/** What a client can send as the value of a header. */
export const HOSTILE_HEADER: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    '*',
    '"',
    '""',
    'W/"1"',
    '"1", "2"',
    '-1',
    '1e9',
    '9'.repeat(400),
    'x'.repeat(4_000),
    'é',
  ),
  fc.string({
    unit: fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCodePoint(code)),
    maxLength: 60,
  }),
);

/** For a field of a body. */
export const HOSTILE_VALUE: fc.Arbitrary<unknown> = fc.oneof(
  HOSTILE_TEXT,
  fc.constantFrom(
    null,
    true,
    0,
    -1,
    1.5,
    1e308,
    Number.MAX_SAFE_INTEGER,
    [],
    {},
    [[]],
    [null],
    Array.from({ length: 1_000 }, (_, index) => index),
    { url: { url: {} } },
    { toString: 1 },
    { length: 3 },
  ),
  fc.jsonValue(),
);

/** Bodies as a whole: text that is no JSON, JSON that is no object, and what is made to break a parser. */
export const HOSTILE_BODIES: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    '',
    '{',
    '{"a":1,}',
    'null',
    '[]',
    '"x"',
    '1',
    'true',
    '{"__proto__":{"x":1}}',
    '{"constructor":{"prototype":{}}}',
    '['.repeat(20_000),
    `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
    `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
    `{"${'x'.repeat(100_000)}":1}`,
    `"${'x'.repeat(300_000)}"`,
    '{"note":"\\ud800"}',
  ),
  fc.json(),
  fc.string({ unit: 'binary', maxLength: 200 }),
);
