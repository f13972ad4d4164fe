import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from '../../infra/dev/paths.mjs';
import { testFolder } from '../support/run.js';

const MINUTE = 60_000;

/** `npm start` as a person types it, in a data folder of its own; resolves with what it said when it exits with 0. */
async function start(folder: string, ...options: string[]): Promise<string> {
  const entry = join(ROOT, 'infra', 'dev', 'start.mjs');
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [entry, `--data=${folder}`, '--yes', ...options],
    {
      cwd: ROOT,
      timeout: 2 * MINUTE,
    },
  );
  return stdout;
}

describe('npm start', () => {
  it(
    'brings up the whole system, loads the sample once, and finds it again',
    async () => {
      const folder = testFolder('start');
      const first = await start(folder, '--smoke');
      expect(first).toContain('Loading the sample library');
      expect(first).toContain('libraries, feeds and notifications show the sample');
      expect(first).toContain('Everything is stopped');

      const second = await start(folder, '--smoke');
      expect(second).not.toContain('Loading the sample library');
      expect(second).toContain('All is there');

      const anew = await start(folder, '--smoke', '--reset', '--empty');
      expect(anew).toContain('Forgot everything of earlier runs');
      expect(anew).not.toContain('Loading the sample library');
    },
    4 * MINUTE,
  );

  it('says what is wrong with an option, and what there is', async () => {
    await expect(start(testFolder('start'), '--trasport=nats')).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining('--trasport'),
    });
  });
});
