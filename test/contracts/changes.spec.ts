import { BREAKING } from '../../infra/contracts/breaking-changes.mjs';
import { LEGAL } from '../../infra/contracts/legal-changes.mjs';
import { tryChange } from '../../infra/contracts/try-change.mjs';

/** The changes of `npm run contracts:demo`. */
describe('the gate', () => {
  it.each(BREAKING)('refuses to $name', async (change) => {
    expect(await tryChange(change)).toMatchObject({
      right: true,
      sentence: expect.stringMatching(change.refusal ?? /^$/) as string,
    });
  });

  it.each(LEGAL)('lets one $name', async (change) => {
    expect(await tryChange(change)).toEqual({ right: true, refused: false, sentence: '' });
  });
});
