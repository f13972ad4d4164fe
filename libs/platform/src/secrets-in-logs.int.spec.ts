import { Logger } from '@nestjs/common';
import { AtprotoBench, MAKE, OPERATOR_TOKEN } from '../../../test/support/atproto-bench.js';
import { createLogger, PinoLogger } from './logging.js';

let bench: AtprotoBench;
let output = '';

beforeAll(async () => {
  bench = await AtprotoBench.start();
  const lines = { write: (line: string) => void (output += line) };
  Logger.overrideLogger(new PinoLogger(createLogger('cards', 'trace', lines)));
});

afterAll(() => bench.stop());

describe('the log, at its most talkative', () => {
  it('has no token, good or bad, and no password, whatever happens', async () => {
    const { service, plc, web } = bench;
    const good = await plc.authorization(MAKE);
    const bad = await plc.authorization(MAKE, { key: web.key });
    for (const authorization of [good, good, bad, `Operator ${OPERATOR_TOKEN}`, 'Operator not-the-token']) {
      await bench.make(authorization);
      await service.request('GET', '/admin/events/parked', { headers: { authorization } });
    }
    await service.sql`alter table used_tokens rename to used_tokens_away`;
    const failing = await plc.authorization(MAKE);
    expect((await bench.make(failing)).status).toBe(500);
    await service.sql`alter table used_tokens_away rename to used_tokens`;
    await service.restart();

    expect(output).toContain('request failed');
    const password = new URL(service.databaseUrl).password;
    const tokens = [good, bad, failing].flatMap((header) => header.split(/[ .]/u).slice(2));
    const secrets = [OPERATOR_TOKEN, 'not-the-token', password, ...tokens];
    expect(secrets.filter((secret) => secret.length < 8)).toEqual([]);
    expect(secrets.filter((secret) => output.includes(secret))).toEqual([]);
  }, 60_000);
});
