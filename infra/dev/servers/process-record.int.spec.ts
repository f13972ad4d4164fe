import { join } from 'node:path';
import { testFolder } from '../../../test/support/run.js';
import { ProcessRecord } from './process-record.mjs';
import { type RunningProcess, startProcess } from './processes.mjs';

describe('a record of started processes', () => {
  let folder: string;
  let record: ProcessRecord;
  const started: RunningProcess[] = [];
  beforeEach(() => {
    folder = testFolder('record');
    record = new ProcessRecord(join(folder, 'processes'));
  });
  afterEach(async () => {
    for (const running of started.splice(0)) await running.kill();
  });

  const start = async (name: string): Promise<RunningProcess> => {
    const running = await startProcess({
      name,
      command: process.execPath,
      args: ['-e', 'setInterval(() => undefined, 1000)', folder],
      marker: folder,
      logFile: join(folder, 'log'),
      record,
    });
    started.push(running);
    return running;
  };

  it('stops what an earlier run left behind, the services before what they need', async () => {
    for (const name of ['postgres', 'feeds', 'nats']) await start(name);
    const afterKill = new ProcessRecord(join(folder, 'processes'));
    expect(await afterKill.stopAll()).toEqual(['feeds', 'nats', 'postgres']);
    await Promise.all(started.map((running) => running.exited));
  });

  it('forgets a process that has ended', async () => {
    const running = await start('feeds');
    await running.stop();
    expect(await record.stopAll()).toEqual([]);
  });

  it('leaves a process alone that has got the pid of one of ours', async () => {
    const other = await start('feeds');
    record.add('feeds', { pid: other.pid, startedAt: '1', marker: folder }, 'SIGKILL');
    expect(await record.stopAll()).toEqual([]);
    expect(other.isRunning()).toBe(true);
  });

  it('lets only one living process own a data folder', () => {
    record.claim();
    expect(record.owner()?.pid).toBe(process.pid);
    record.release();
    expect(record.owner()).toBeUndefined();
  });
});
