import fc from 'fast-check';
import type { ChoiceEvent } from './choice-events.js';
import { type Choice, choiceId, type ChoiceKey, choose, evolve, revoke, standsSince } from './choice.js';

const key: ChoiceKey = { personId: 'did:plc:ada', kind: 'MUTED_USER', subject: 'did:plc:bob' };
const made = (madeAt: string): ChoiceEvent => ({
  type: 'ChoiceMade',
  data: { choiceId: choiceId(key), ...key, madeAt },
});
const revoked = (revokedAt: string): ChoiceEvent => ({ type: 'ChoiceRevoked', data: { revokedAt } });

function given(...events: readonly ChoiceEvent[]) {
  const state = events.reduce<Choice | undefined>(evolve, undefined);
  return {
    state,
    whenChosen: (at: string) => choose(state, key, { at }),
    whenRevoked: (at: string) => revoke(state, { at }),
  };
}

describe('a choice', () => {
  it('begins when it is made', () => {
    expect(given().whenChosen('t1')).toEqual([made('t1')]);
  });

  it('that stands is not made again', () => {
    expect(given(made('t1')).whenChosen('t2')).toEqual([]);
  });

  it('ends when it is revoked, and remembers from when to when it stood', () => {
    expect(given(made('t1')).whenRevoked('t2')).toEqual([revoked('t2')]);
    expect(given(made('t1'), revoked('t2')).state?.periods).toEqual([{ since: 't1', until: 't2' }]);
  });

  it('that does not stand has nothing to be revoked', () => {
    expect(given().whenRevoked('t1')).toEqual([]);
    expect(given(made('t1'), revoked('t2')).whenRevoked('t3')).toEqual([]);
  });

  it('can be made again', () => {
    const { state, whenChosen } = given(made('t1'), revoked('t2'));
    expect(whenChosen('t3')).toEqual([made('t3')]);
    expect(standsSince(state)).toBeUndefined();
    expect(given(made('t1'), revoked('t2'), made('t3')).state).toMatchObject({
      periods: [
        { since: 't1', until: 't2' },
        { since: 't3', until: null },
      ],
      version: 3,
    });
  });

  it('does not end before it began, nor begin before it ended, whatever a clock says', () => {
    expect(given(made('t5')).whenRevoked('t3')).toEqual([revoked('t5')]);
    expect(given(made('t1'), revoked('t5')).whenChosen('t3')).toEqual([made('t5')]);
  });

  it('that ends at once was never, and that goes on at once never ended', () => {
    expect(given(made('t1'), revoked('t1')).state?.periods).toEqual([]);
    expect(given(made('t1'), revoked('t2'), made('t2')).state?.periods).toEqual([
      { since: 't1', until: null },
    ]);
  });

  it('has periods in order and apart, whatever is asked when', () => {
    const asked = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 100, max: 120 })));
    fc.assert(
      fc.property(asked, (commands) => {
        let state: Choice | undefined;
        for (const [on, time] of commands) {
          const at = `t${String(time)}`;
          const events = on ? choose(state, key, { at }) : revoke(state, { at });
          state = events.reduce<Choice | undefined>(evolve, state);
          expect(standsSince(state) !== undefined).toBe(on);
        }
        const bounds = (state?.periods ?? []).flatMap(({ since, until }) => [since, until ?? 'u']);
        expect(bounds).toEqual([...new Set(bounds)].toSorted());
      }),
    );
  });
});
