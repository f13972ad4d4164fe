import { join } from 'node:path';
import { describeWith, obtain } from '../../../test/support/brokers/available.js';
import { testFolder } from '../../../test/support/run.js';
import { makePasswords } from '../../rabbitmq/topology.mjs';
import { findRabbitServer } from './find-rabbitmq.mjs';
import { ProcessRecord } from './process-record.mjs';
import { startRabbit } from './rabbitmq.mjs';

(await describeWith('rabbitmq-server', findRabbitServer))('a RabbitMQ server of our own', () => {
  it('leaves no process behind, neither when it is killed nor when its starter is', async () => {
    const folder = testFolder('rabbitmq');
    const record = new ProcessRecord(join(folder, 'processes'));
    const server = await startRabbit({
      dataDir: join(folder, 'data'),
      program: await obtain(findRabbitServer),
      passwords: makePasswords(),
      log: () => undefined,
      record,
    });
    const { port } = server;
    await server.kill();
    expect(server.process().isRunning()).toBe(false);
    expect(await record.stopAll()).toEqual([]);

    await server.start();
    expect(server.port).toBe(port);
    // What the next run does, when this one could not.
    expect(await record.stopAll()).toEqual(['rabbitmq', 'epmd']);
    await server.process().exited;
  }, 240_000);
});
