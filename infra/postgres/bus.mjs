/**
 * The durable event bus of the `postgres` transport: the schema `bus` of a database, its owner, a role for each
 * service and one for the operator, and the services' consumers. Run by an administrator; running it again
 * changes nothing but the functions and the passwords it is given.
 *
 *   ADMIN_DATABASE_URL=postgres://… CARDS_BUS_PASSWORD=… node infra/postgres/bus.mjs [--database commonplace_bus]
 *     [--retention-days 365]
 *
 * For an identity without a given password one is made, and its URL is printed: a service's BUS_DATABASE_URL.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { IDENTITIES, OPERATOR, PARTITIONS, SERVICES } from '../nats/topology.mjs';
import { asAdmin, provisionRole, withPath } from './provision.mjs';

/**
 * A database of its own, though any will do: long transactions of other databases do not keep its dead rows alive,
 * and its notifications are heard by nobody else.
 */
export const BUS_DATABASE = 'commonplace_bus';

const RETENTION_DAYS = 365;
/** Any number: two provisioners take turns. */
const PROVISIONING_LOCK = 7_262_115;

/** What every identity may call. */
const CALLS = ['publish', 'open', 'fetch', 'acknowledge', 'lag', 'check', 'drop_old'];
/** What only the operator may call. */
const OPERATOR_CALLS = ['add_consumer', 'remove_consumer', 'move_consumer'];

/** @param {string} identity */
const asBusRole = (identity) => `bus_${identity}`;

/**
 * @param {object} options
 * @param {string} options.adminUrl To any database of the server, as somebody who may create databases and roles.
 * @param {string} [options.database] Made when it is missing.
 * @param {(identity: string) => string} options.passwordOf
 * @param {(identity: string) => string} [options.roleOf] Of an identity, and of `owner`. Roles belong to the whole
 *   server: where it holds several buses (tests), each needs names of its own.
 * @param {readonly string[]} [options.consumers] Services with a durable consumer of all events.
 * @param {number} [options.retentionDays] How long events are kept that everybody has acknowledged.
 * @returns {Promise<Record<string, string>>} each identity's URL
 */
export async function provisionBus({
  adminUrl,
  database = BUS_DATABASE,
  passwordOf,
  roleOf = asBusRole,
  consumers = SERVICES.filter(({ consumes }) => consumes).map(({ name }) => name),
  retentionDays = RETENTION_DAYS,
}) {
  const owner = roleOf('owner');
  await asAdmin(adminUrl, async (sql) => {
    const found = await sql`SELECT 1 FROM pg_database WHERE datname = ${database}`;
    if (found.length === 0) {
      await sql`CREATE DATABASE ${sql(database)}`;
      await sql`REVOKE ALL ON DATABASE ${sql(database)} FROM PUBLIC`;
    }
    const [owning] = await sql`SELECT 1 FROM pg_roles WHERE rolname = ${owner}`;
    if (!owning) await sql`CREATE ROLE ${sql(owner)} NOLOGIN`;
    for (const identity of IDENTITIES) {
      await provisionRole(sql, roleOf(identity), passwordOf(identity));
      await sql`GRANT CONNECT ON DATABASE ${sql(database)} TO ${sql(roleOf(identity))}`;
    }
  });
  await asAdmin(withPath(adminUrl, database), async (sql) => {
    await sql.begin(async (tx) => {
      await tx`SELECT pg_advisory_xact_lock(${PROVISIONING_LOCK})`;
      // An administrator that is no superuser may give away a schema only to a role it belongs to.
      const [admin] = await tx`SELECT rolsuper FROM pg_roles WHERE rolname = current_user`;
      if (!admin?.['rolsuper']) await tx`GRANT ${tx(owner)} TO CURRENT_USER`;
      await tx`CREATE SCHEMA IF NOT EXISTS bus AUTHORIZATION ${tx(owner)}`;
      await tx`SET LOCAL ROLE ${tx(owner)}`;
      await tx.unsafe(readFileSync(new URL('bus.sql', import.meta.url), 'utf8'));
      await provisionRows(tx, { roleOf, consumers, retentionDays });
      await grant(tx, roleOf);
    });
  });
  return Object.fromEntries(
    IDENTITIES.map((identity) => {
      const url = new URL(withPath(adminUrl, database));
      url.username = roleOf(identity);
      url.password = encodeURIComponent(passwordOf(identity));
      return [identity, url.href];
    }),
  );
}

/**
 * @param {import('postgres').TransactionSql} tx
 * @param {{ roleOf: (identity: string) => string, consumers: readonly string[], retentionDays: number }} wanted
 */
async function provisionRows(tx, { roleOf, consumers, retentionDays }) {
  await tx`
    INSERT INTO bus.partitions (partition) SELECT generate_series(0, ${PARTITIONS - 1}::int) ON CONFLICT DO NOTHING`;
  await tx`
    INSERT INTO bus.settings (retention) VALUES (${retentionDays} * interval '1 day')
    ON CONFLICT (is_the_only) DO UPDATE SET retention = excluded.retention`;
  for (const identity of IDENTITIES) {
    await tx`
      INSERT INTO bus.identities (role, context)
      VALUES (${roleOf(identity)}, ${identity === OPERATOR ? null : identity})
      ON CONFLICT (role) DO UPDATE SET context = excluded.context`;
  }
  for (const consumer of consumers) await tx`SELECT bus.add_consumer(${consumer})`;
}

/**
 * @param {import('postgres').TransactionSql} tx
 * @param {(identity: string) => string} roleOf
 */
async function grant(tx, roleOf) {
  for (const identity of IDENTITIES) {
    const role = tx(roleOf(identity));
    await tx`GRANT USAGE ON SCHEMA bus TO ${role}`;
    const calls = identity === OPERATOR ? [...CALLS, ...OPERATOR_CALLS] : CALLS;
    for (const call of calls) await tx`GRANT EXECUTE ON FUNCTION ${tx(`bus.${call}`)} TO ${role}`;
    if (identity === OPERATOR) await tx`GRANT SELECT ON ALL TABLES IN SCHEMA bus TO ${role}`;
  }
}

async function main() {
  const { values } = parseArgs({
    options: { database: { type: 'string' }, 'retention-days': { type: 'string' } },
  });
  const adminUrl = process.env['ADMIN_DATABASE_URL'];
  const retentionDays = Number(values['retention-days'] ?? RETENTION_DAYS);
  if (!adminUrl || !(retentionDays > 0)) {
    process.stderr.write(
      'Needed: ADMIN_DATABASE_URL, of somebody who may create databases and roles; --retention-days is a number above 0\n',
    );
    process.exitCode = 2;
    return;
  }
  const given = new Map(
    IDENTITIES.map((identity) => [identity, process.env[`${identity.toUpperCase()}_BUS_PASSWORD`]]),
  );
  const made = new Map(IDENTITIES.map((identity) => [identity, randomBytes(24).toString('base64url')]));
  const urls = await provisionBus({
    adminUrl,
    retentionDays,
    passwordOf: (identity) => given.get(identity) || (made.get(identity) ?? ''),
    ...(values.database ? { database: values.database } : {}),
  });
  for (const [identity, url] of Object.entries(urls)) {
    process.stdout.write(given.get(identity) ? `${identity}: provisioned\n` : `${identity}: ${url}\n`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
