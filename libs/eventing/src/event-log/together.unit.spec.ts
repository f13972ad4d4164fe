import { assertTogether, together, twinsOf } from './together.js';

class NamedV1 {
  static readonly type = 'events.cards.named.v1';
  name!: string;
}
class NamedV2 {
  static readonly type = 'events.cards.named.v2';
  name!: string;
}
class NamedV10 {
  static readonly type = 'events.cards.named.v10';
  name!: string;
}
class OtherV2 {
  static readonly type = 'events.cards.other.v2';
  name!: string;
}

describe('majors of one act, published together', () => {
  it('stand oldest first, and each tells of the others', () => {
    const events = together(new NamedV10(), new NamedV1(), new NamedV2());
    expect(events.map((event) => event.constructor.name)).toEqual(['NamedV1', 'NamedV2', 'NamedV10']);
    expect(twinsOf(events[1]!)).toEqual([NamedV10.type, NamedV1.type]);
  });

  it('leave nothing of it in their payload', () => {
    expect(JSON.stringify(together(new NamedV1(), new NamedV2()))).toBe('[{},{}]');
  });

  it.each([
    ['different events', [new NamedV1(), new OtherV2()]],
    ['one major twice', [new NamedV1(), new NamedV1()]],
    ['something that is no event', [new NamedV1(), {}]],
  ])('are not %s', (_case, events) => {
    expect(() => together(...events)).toThrow(TypeError);
  });

  it('are written only as they stand', () => {
    const [first, second] = together(new NamedV1(), new NamedV2()) as [object, object];
    const other = new OtherV2();
    expect(() => assertTogether([other, first, second, other])).not.toThrow();
    for (const torn of [[second, first], [first, other, second], [first], [second]]) {
      expect(() => assertTogether(torn)).toThrow('one behind the other, the oldest first');
    }
  });
});
