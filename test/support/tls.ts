import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TlsFiles } from '../../infra/dev/servers/nats.mjs';
import {
  issueCertificate,
  makeAuthority,
  type Pair,
  validFor,
} from '../../infra/certificates/certificates.mjs';
import { testFolder } from './run.js';

const DAY_MS = 24 * 60 * 60 * 1000;
const HOSTS = ['localhost', '127.0.0.1'] as const;

/** An authority of the spec's own, with what it issues in files. */
export class TestAuthority {
  readonly folder = testFolder('tls');
  readonly #authority: Pair;

  private constructor(authority: Pair) {
    this.#authority = authority;
    writeFileSync(join(this.folder, 'ca.pem'), authority.certificate);
  }

  static async make(): Promise<TestAuthority> {
    return new TestAuthority(await makeAuthority('Of a test', validFor(1)));
  }

  /** What whoever is to trust it is given. */
  get ca(): string {
    return this.#authority.certificate;
  }

  /** A certificate, by default one of this machine that is valid; a name that was given before is written over. */
  async issue(
    name: string,
    options: { hosts?: readonly [string, ...string[]]; expired?: boolean } = {},
  ): Promise<TlsFiles> {
    const now = Date.now();
    const validity =
      options.expired === true
        ? { notBefore: new Date(now - 2 * DAY_MS), notAfter: new Date(now - DAY_MS) }
        : validFor(1);
    const pair = await issueCertificate(this.#authority, options.hosts ?? HOSTS, validity);
    const files = {
      certificate: join(this.folder, `${name}.pem`),
      key: join(this.folder, `${name}-key.pem`),
      authority: join(this.folder, 'ca.pem'),
    };
    writeFileSync(files.key, pair.key, { mode: 0o600 });
    writeFileSync(files.certificate, pair.certificate);
    return files;
  }
}
