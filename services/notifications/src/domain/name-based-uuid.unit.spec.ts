import { nameBasedUuid } from './name-based-uuid.js';

const DNS = '6ba7b810-9dad-11d1-80b4-00c04fd430c8';

describe('a name-based UUID', () => {
  it('is the one that RFC 9562 gives as its example', () => {
    expect(nameBasedUuid(DNS, 'www.example.com')).toBe('2ed6657d-e927-568b-95e1-2665a8aea6a2');
  });

  it('differs when the name differs', () => {
    expect(nameBasedUuid(DNS, 'a')).not.toBe(nameBasedUuid(DNS, 'b'));
  });
});
