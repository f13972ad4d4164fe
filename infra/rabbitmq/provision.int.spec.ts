import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { IDENTITIES } from '../nats/topology.mjs';
import { definitionsOf, makePasswords } from './topology.mjs';

const run = promisify(execFile);
const script = join(import.meta.dirname, 'provision.mjs');

describe('the definitions of RabbitMQ', () => {
  it('are printed without a password in them', async () => {
    const passwords = makePasswords();
    const env = Object.fromEntries(
      IDENTITIES.map((name) => [`RABBITMQ_${name.toUpperCase()}_PASSWORD`, passwords[name] ?? '']),
    );
    const { stdout } = await run(process.execPath, [script, '--print'], { env });
    const definitions = JSON.parse(stdout) as ReturnType<typeof definitionsOf>;
    expect(definitions.users.map(({ name }) => name)).toEqual(IDENTITIES);
    expect(definitions.queues.map(({ name }) => name)).toContain('feeds-p07');
    for (const password of Object.values(passwords)) expect(stdout).not.toContain(password);
  });

  it('are not made without a password for everybody', async () => {
    await expect(run(process.execPath, [script], { env: {} })).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('RABBITMQ_OPERATOR_PASSWORD') as string,
    });
    expect(() => definitionsOf({})).toThrow('password');
  });
});
