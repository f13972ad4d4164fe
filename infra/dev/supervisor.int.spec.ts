import { join } from 'node:path';
import { eventually } from '../../test/support/eventually.js';
import { quiet, testFolder } from '../../test/support/run.js';
import { type RunningProcess, startProcess } from './servers/processes.mjs';
import { Supervisor } from './supervisor.mjs';

describe('the supervisor', () => {
  it('starts a killed part again, and no more once it is stopped', async () => {
    const folder = testFolder('supervisor');
    let running: RunningProcess;
    const start = async (): Promise<void> => {
      running = await startProcess({
        name: 'part',
        command: process.execPath,
        args: ['-e', 'setInterval(() => undefined, 1000)'],
        marker: folder,
        logFile: join(folder, 'log'),
      });
    };
    await start();
    const supervisor = new Supervisor(quiet);
    supervisor.watch('part', {
      name: 'part',
      url: '',
      port: 0,
      get pid() {
        return running.pid;
      },
      logFile: join(folder, 'log'),
      process: () => running,
      start,
      stop: async () => {
        await running.stop();
      },
      kill: async () => {
        await running.kill();
      },
    });

    const first = running!.pid;
    await running!.kill();
    await eventually(() => expect(running.pid).not.toBe(first));

    await supervisor.stop();
    const second = running!.pid;
    await running!.kill();
    expect(running!.pid).toBe(second);
  });
});
