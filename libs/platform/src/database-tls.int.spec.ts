import { chmodSync, chownSync, copyFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import postgres from 'postgres';
import type { PostgresServer } from '../../../infra/dev/servers/postgres.mjs';
import type { TlsFiles } from '../../../infra/dev/servers/nats.mjs';
import { startTestPostgres } from '../../../test/support/postgres.js';
import { TestAuthority } from '../../../test/support/tls.js';
import { waitFor } from '../../../test/support/wait-for.js';
import { Database } from './database.js';
import { migrate } from './migrate.js';

let server: PostgresServer;
let authority: TestAuthority;

beforeAll(async () => {
  authority = await TestAuthority.make();
  server = await startTestPostgres();
}, 60_000);

afterAll(() => server.stop());

/** By the name that the certificates are for. */
function urlOf(): string {
  const url = new URL(server.url);
  url.hostname = 'localhost';
  return url.href;
}

/** The server shows this certificate to whoever connects from now on. */
async function show({ certificate, key }: TlsFiles): Promise<void> {
  const sql = postgres(server.url, { max: 1 });
  try {
    const [found] = await sql<{ data_directory: string }[]>`show data_directory`;
    const folder = found?.data_directory ?? '';
    const { uid, gid } = statSync(folder);
    for (const [from, name] of [
      [certificate, 'server.crt'],
      [key, 'server.key'],
    ] as const) {
      const to = join(folder, name);
      copyFileSync(from, to);
      chmodSync(to, 0o600);
      chownSync(to, uid, gid);
    }
    await sql`alter system set ssl = on`;
    await sql`select pg_reload_conf()`;
    await waitFor('TLS', async () => ((await sql`show ssl`)[0]?.['ssl'] === 'on' ? true : undefined));
  } finally {
    await sql.end();
  }
}

async function encryptionOf(ca: string | undefined, url = urlOf()): Promise<unknown> {
  const database = new Database({
    url,
    ca,
    schema: 'public',
    max: 1,
    transactions: 1,
    applicationName: 'tls',
  });
  try {
    const [session] = await database.sql`select ssl, version from pg_stat_ssl where pid = pg_backend_pid()`;
    return session;
  } finally {
    await database.close();
  }
}

describe('connections to PostgreSQL', () => {
  it('are refused while the server has no TLS, where an authority is given', async () => {
    await expect(encryptionOf(authority.ca)).rejects.toThrow();
  });

  it('are encrypted, and their server is checked, with the authority of its certificate', async () => {
    await show(await authority.issue('good'));
    expect(await encryptionOf(authority.ca)).toEqual({ ssl: true, version: 'TLSv1.3' });
    const { applied } = await migrate({ url: urlOf(), ca: authority.ca, schema: 'public', sources: [] });
    expect(applied).toEqual({});
  });

  it('are encrypted without a check where the URL only asks for that', async () => {
    expect(await encryptionOf(undefined, `${urlOf()}?sslmode=require`)).toMatchObject({ ssl: true });
    await expect(encryptionOf(undefined, `${urlOf()}?sslmode=verify-full`)).rejects.toThrow(
      /unable to verify|self.signed|local issuer/u,
    );
  });

  it('are refused with the reason where the certificate is of another authority, another host, or over', async () => {
    const other = await TestAuthority.make();
    await expect(encryptionOf(other.ca)).rejects.toThrow(/certificate signature failure|unable to verify/u);
    await show(await authority.issue('elsewhere', { hosts: ['elsewhere.internal'] }));
    await expect(encryptionOf(authority.ca)).rejects.toThrow(/localhost.*elsewhere\.internal/su);
    await show(await authority.issue('over', { expired: true }));
    await expect(encryptionOf(authority.ca)).rejects.toThrow(/certificate has expired/u);
  });
});
