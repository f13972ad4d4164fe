import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeAuthority, validFor } from '../../../infra/certificates/certificates.mjs';
import { readAuthority } from './certificate-authority.js';

const folder = mkdtempSync(join(tmpdir(), 'authority-'));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function read(env: NodeJS.ProcessEnv): { ca: string | undefined; problems: string[] } {
  const problems: string[] = [];
  return { ca: readAuthority('NATS_CA', env, problems), problems };
}

describe('the authority of certificates', () => {
  it('is what the variable says, or the file that it names', async () => {
    const { certificate } = await makeAuthority('Ours', validFor(1));
    const file = join(folder, 'ca.pem');
    writeFileSync(file, certificate);
    expect(read({ NATS_CA: certificate })).toEqual({ ca: certificate, problems: [] });
    expect(read({ NATS_CA_FILE: file })).toEqual({ ca: certificate, problems: [] });
    expect(read({})).toEqual({ ca: undefined, problems: [] });
    expect(read({ NATS_CA: certificate, NATS_CA_FILE: file }).problems).toEqual([
      'NATS_CA and NATS_CA_FILE are both set: say it once',
    ]);
  });

  it('may be several, and none of them may be over', async () => {
    const [old, now] = [
      await makeAuthority('Old', { notBefore: new Date('2020-01-01'), notAfter: new Date('2021-01-01') }),
      await makeAuthority('New', validFor(1)),
    ];
    const both = `${now.certificate}\n${now.certificate}\n`;
    expect(read({ NATS_CA: both }).ca).toBe(both);
    expect(read({ NATS_CA: `${now.certificate}\n${old.certificate}` }).problems).toEqual([
      'NATS_CA must give certificates as PEM: that of CN=Old expired on Jan  1 00:00:00 2021 GMT',
    ]);
  });

  it('keeps a service from starting when it is none', () => {
    expect(read({ NATS_CA: 'a certificate' }).problems).toEqual([
      'NATS_CA must give certificates as PEM: there is none in it',
    ]);
    expect(read({ NATS_CA_FILE: join(folder, 'missing.pem') }).problems).toEqual([
      expect.stringMatching(/^NATS_CA_FILE must give certificates as PEM: .*ENOENT/u),
    ]);
  });
});
