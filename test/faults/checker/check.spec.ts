import { check } from './check.ts';
import { soundRun } from './sound-story.ts';
import { attemptOf } from './tampering.ts';

describe('a run in which nothing went wrong', () => {
  it('breaks no rule', () => {
    expect(check(soundRun())).toEqual([]);
  });

  it('may have had an answer that was lost, whether or not the request was', () => {
    const run = soundRun();
    const unknown = attemptOf(run, 'request-9');
    expect(unknown.outcome).toBe('unknown');
    const neverArrived = { ...unknown, id: 'never-arrived' };
    expect(check({ ...run, attempts: [...run.attempts, neverArrived] })).toEqual([]);
  });
});
