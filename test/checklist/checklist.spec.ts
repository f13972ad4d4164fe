import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../../infra/dev/paths.mjs';
import { unwrittenIn } from '../../infra/generate/unwritten.mjs';

/** In a process of its own: a parser among its packages can not be loaded by the test runner. */
function contractsCheck(): Promise<string> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(ROOT, 'infra/contracts/check.mjs')], (_error, stdout, stderr) => {
      resolve(`${stdout}${stderr}`);
    });
  });
}

describe('every event that was begun', () => {
  it('is written to its end: nothing that the generator laid down is still a stub', () => {
    const stubs = unwrittenIn(ROOT);
    expect(stubs.map(({ file, line, sentence }) => `${file}:${String(line)}: ${sentence}`)).toEqual([]);
  });

  it('has all that the catalogue asks of it', async () => {
    const output = await contractsCheck();
    expect(output.split('\n').filter((line) => line.startsWith('✗'))).toEqual([]);
    expect(output).toContain('0 violations');
  });
});
