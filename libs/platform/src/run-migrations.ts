import { findPackageJSON } from 'node:module';
import { dirname, join } from 'node:path';
import { readAuthority } from './certificate-authority.js';
import { migrate } from './migrate.js';

/** The project's root, found from the sources and from the build alike. */
const ROOT = dirname(findPackageJSON('.', import.meta.url) ?? '');

/** `migrate` of every service: brings its schema up to date and says what it did. Run once per release. */
export async function runMigrations(service: string): Promise<void> {
  const problems: string[] = [];
  const url = process.env['DATABASE_URL'] ?? '';
  if (url === '') problems.push("DATABASE_URL is not set: the URL of the service's own role, postgres://…");
  const ca = readAuthority('DATABASE_CA', process.env, problems);
  if (problems.length > 0) {
    process.stderr.write(`${problems.join('\n')}\n`);
    process.exitCode = 78; // EX_CONFIG
    return;
  }
  const { applied } = await migrate({ url, ca, schema: service, sources: migrationSources(service) });
  process.stdout.write(
    `${service}: ${Object.entries(applied)
      .map(([name, count]) => `${name} +${String(count)}`)
      .join(', ')}\n`,
  );
}

/** Where a service's migrations lie: the engine's, the edge's and its own. */
export function migrationSources(service: string): { name: string; folder: string }[] {
  return [
    { name: 'eventing', folder: join(ROOT, 'libs/eventing/migrations') },
    { name: 'platform', folder: join(ROOT, 'libs/platform/migrations') },
    { name: service, folder: join(ROOT, 'services', service, 'migrations') },
  ];
}
