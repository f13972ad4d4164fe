/**
 * One database, and in it one role and one schema a service: a role owns its schema, can connect, and has no other
 * right. Run by an administrator; running it again changes nothing but the passwords it is given.
 *
 *   ADMIN_DATABASE_URL=postgres://… CARDS_PASSWORD=… FEEDS_PASSWORD=… node infra/postgres/provision.mjs
 *
 * For a service without a given password one is made, and its URL is printed.
 */
import { randomBytes } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import postgres from 'postgres';

export const DATABASE = 'commonplace';
export const SERVICES = ['cards', 'feeds', 'notifications'];

/** @param {string} service */
const asService = (service) => service;

/**
 * @param {object} options
 * @param {string} options.adminUrl To any database of the server, as somebody who may create databases and roles.
 * @param {string} [options.database]
 * @param {readonly string[]} [options.services]
 * @param {(service: string) => string} options.passwordOf
 * @param {(service: string) => string} [options.roleOf] Roles belong to the whole server: where it holds several
 *   systems (tests), each needs names of its own.
 * @returns {Promise<Record<string, string>>} each service's URL
 */
export async function provisionPostgres({
  adminUrl,
  database = DATABASE,
  services = SERVICES,
  passwordOf,
  roleOf = asService,
}) {
  await asAdmin(adminUrl, async (sql) => {
    const found = await sql`SELECT 1 FROM pg_database WHERE datname = ${database}`;
    if (found.length === 0) await sql`CREATE DATABASE ${sql(database)}`;
    for (const service of services) await provisionRole(sql, roleOf(service), passwordOf(service));
    await sql.begin(async (tx) => {
      await tx`REVOKE ALL ON DATABASE ${tx(database)} FROM PUBLIC`;
      for (const service of services)
        await tx`GRANT CONNECT ON DATABASE ${tx(database)} TO ${tx(roleOf(service))}`;
    });
    for (const service of services) {
      await sql`ALTER ROLE ${sql(roleOf(service))} IN DATABASE ${sql(database)} SET search_path = ${sql(service)}`;
    }
  });
  await asAdmin(withPath(adminUrl, database), (sql) => provisionSchemas(sql, services, roleOf));
  return Object.fromEntries(
    services.map((service) => {
      const url = new URL(withPath(adminUrl, database));
      url.username = roleOf(service);
      url.password = encodeURIComponent(passwordOf(service));
      return [service, url.href];
    }),
  );
}

/**
 * @param {postgres.Sql} sql
 * @param {string} role
 * @param {string} password
 */
export async function provisionRole(sql, role, password) {
  const [found] = await sql`SELECT 1 FROM pg_roles WHERE rolname = ${role}`;
  // Utility statements take no parameters; format() quotes the value.
  const [statement] = await sql`
    SELECT format(${`${found ? 'ALTER' : 'CREATE'} ROLE %I LOGIN NOCREATEDB NOCREATEROLE NOINHERIT PASSWORD %L`},
      ${role}::text, ${password}::text) AS text`;
  await sql.unsafe(statement?.['text']);
}

/**
 * @param {postgres.Sql} sql
 * @param {readonly string[]} services
 * @param {(service: string) => string} roleOf
 */
async function provisionSchemas(sql, services, roleOf) {
  await sql.begin(async (tx) => {
    await tx`REVOKE ALL ON SCHEMA public FROM PUBLIC`;
    // An administrator that is no superuser may give away a schema only to a role it belongs to.
    const [admin] = await tx`SELECT rolsuper FROM pg_roles WHERE rolname = current_user`;
    // In a new schema nobody but the owner has a right, so nothing is left to revoke there.
    for (const service of services) {
      const role = roleOf(service);
      if (!admin?.['rolsuper']) await tx`GRANT ${tx(role)} TO CURRENT_USER`;
      await tx`CREATE SCHEMA IF NOT EXISTS ${tx(service)} AUTHORIZATION ${tx(role)}`;
    }
  });
}

/**
 * @template T
 * @param {string} url
 * @param {(sql: postgres.Sql) => Promise<T>} work
 */
export async function asAdmin(url, work) {
  const sql = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/**
 * @param {string} url
 * @param {string} database
 */
export function withPath(url, database) {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

async function main() {
  const adminUrl = process.env['ADMIN_DATABASE_URL'];
  if (!adminUrl) {
    process.stderr.write('Needed: ADMIN_DATABASE_URL, of somebody who may create databases and roles\n');
    process.exitCode = 2;
    return;
  }
  const given = new Map(
    SERVICES.map((service) => [service, process.env[`${service.toUpperCase()}_PASSWORD`]]),
  );
  const made = new Map(SERVICES.map((service) => [service, randomBytes(24).toString('base64url')]));
  const urls = await provisionPostgres({
    adminUrl,
    passwordOf: (service) => given.get(service) || (made.get(service) ?? ''),
  });
  for (const [service, url] of Object.entries(urls)) {
    process.stdout.write(given.get(service) ? `${service}: provisioned\n` : `${service}: ${url}\n`);
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main();
