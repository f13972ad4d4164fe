import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { ROOT } from '../../infra/dev/paths.mjs';
import { SERVICES } from '../../infra/nats/topology.mjs';
import { STOP_DEADLINE_MS } from '../../libs/platform/src/run-service.js';
import { makeSecrets } from './support/compose.js';
import { lastOf, readDockerfile, stepsOf } from './support/dockerfile.js';
import { type FlyApp, readApp, readApps, readFly, readSecrets } from './support/fly.js';
import { FLY_SCHEMA } from './support/fly-schema.js';
import { judgeEnvironment, secondsOf, secretsIn } from './support/service-environment.js';

const apps = readApps();
const secrets = readSecrets();
const stages = readDockerfile('Dockerfile');
const validate = new Ajv2020({ allErrors: true }).compile(FLY_SCHEMA);
const services = SERVICES.map(({ name }) => ({ name, app: apps[name] ?? ({} as FlyApp) }));
const made = makeSecrets('single');

/** A value of the right form for each secret. */
function valueOf(secret: string, service: string): string {
  const known: Record<string, string | undefined> = {
    DATABASE_URL: `postgres://${service}:password@db.internal:5432/commonplace?sslmode=require`,
    NATS_NKEY_SEED: made[`NATS_SEED_${service.toUpperCase()}`],
    OPERATOR_TOKEN: made[`OPERATOR_TOKEN_${service.toUpperCase()}`],
  };
  return known[secret] ?? 'a secret';
}

/** What the image gives, then what the app's file says, as Fly lays one over the other; and what Fly adds itself. */
function environmentOf(name: string, { env = {}, app }: FlyApp): Record<string, string> {
  const image = (lastOf(stepsOf(stages, name), 'ENV')?.text ?? '').split(' ').map((pair) => pair.split('='));
  const given = (secrets[app] ?? []).map((secret) => [secret, valueOf(secret, name)]);
  return { ...(Object.fromEntries([...image, ...given]) as Record<string, string>), ...env };
}

/** A configuration of nats-server with those that it includes. */
function configurationOf(file: string): string {
  const text = readFileSync(join(ROOT, 'infra/nats', file), 'utf8');
  const included = [...text.matchAll(/include "(\w+\.conf)"/gu)].map(([, name = '']) =>
    configurationOf(name),
  );
  return [text, ...included].join('\n');
}

describe.each(Object.entries(apps))('fly/%s.toml', (_, app) => {
  it('is what Fly describes', () => {
    expect(validate(app) ? [] : validate.errors).toEqual([]);
  });

  it('builds what there is', () => {
    expect(existsSync(join(ROOT, 'fly', app.build.dockerfile))).toBe(true);
    const target = app.build['build-target'];
    if (target !== undefined) expect(stages.has(target)).toBe(true);
  });

  it('has no secret written into it, and says which it must have', () => {
    expect(secretsIn(app.env ?? {})).toEqual([]);
    expect(Object.keys(secrets)).toContain(app.app);
    expect(Object.keys(app.env ?? {}).filter((name) => secrets[app.app]?.includes(name))).toEqual([]);
  });
});

it('there is an app for each service, for NATS and for the operator, and secrets of no other', () => {
  expect(Object.keys(apps)).toEqual([...services.map(({ name }) => name), 'nats', 'provision'].sort());
  expect(Object.keys(secrets).sort()).toEqual(
    Object.values(apps)
      .map(({ app }) => app)
      .sort(),
  );
});

describe.each(services)('$name on Fly', ({ name, app }) => {
  it('is given what it reads at its start, and nothing else', () => {
    expect(judgeEnvironment(name, environmentOf(name, app))).toEqual({ problems: [], unread: [] });
  });

  it('does not start with development identities', () => {
    const env = { ...environmentOf(name, app), AUTH_MODE: 'development' };
    expect(judgeEnvironment(name, env).problems).toEqual([expect.stringContaining('AUTH_MODE=development')]);
  });

  it('listens where it is asked, checked and measured', () => {
    const { PORT, HOST } = environmentOf(name, app);
    expect(app.http_service?.internal_port).toBe(Number(PORT));
    expect(app.metrics).toEqual({ port: Number(PORT), path: '/metrics' });
    // The private network has IPv6 addresses only.
    expect(HOST).toBe('::');
    expect(app.http_service?.checks).toEqual([expect.objectContaining({ path: '/readyz' })]);
  });

  it('brings its schema up to date once, before the new machines', () => {
    expect(app.deploy).toMatchObject({
      release_command: `node dist/services/${name}/migrate.js`,
      strategy: 'rolling',
    });
  });

  it('is never stopped for want of requests, and has a second machine', () => {
    expect(app.http_service).toMatchObject({ auto_stop_machines: 'off' });
    expect(app.http_service?.min_machines_running).toBeGreaterThanOrEqual(2);
  });

  it('is told to stop by the signal that it knows, and given longer than it gives itself', () => {
    expect(app.kill_signal).toBe('SIGTERM');
    expect(secondsOf(app.kill_timeout)).toBeGreaterThan(STOP_DEADLINE_MS / 1000);
  });
});

describe('NATS on Fly', () => {
  const app = apps['nats'] ?? ({} as FlyApp);
  const configuration = configurationOf('cluster.conf');

  it('has every file of its configuration in its image', () => {
    const [copied] = stepsOf(readDockerfile('fly/nats.Dockerfile'), '').filter(
      ({ keyword }) => keyword === 'COPY',
    );
    expect(copied?.words).toEqual(['infra/nats/*.conf', '/etc/commonplace/']);
    expect(readFly('nats-entrypoint.sh')).toContain('-c /etc/commonplace/cluster.conf');
  });

  it('has everything that its configuration reads, and nothing else', () => {
    const read = [...configuration.matchAll(/^[^#]*?\$(\w+)/gmu)].map(([, name]) => name ?? '');
    const byEntrypoint = [...readFly('nats-entrypoint.sh').matchAll(/export (\w+)=/gu)].map(
      ([, name]) => name,
    );
    const given = [...Object.keys(app.env ?? {}), ...(secrets[app.app] ?? []), ...byEntrypoint];
    expect([...new Set(read)].sort()).toEqual(given.sort());
  });

  it('keeps its streams on a volume', () => {
    expect(app.mounts).toEqual([expect.objectContaining({ destination: app.env?.['NATS_STORE_DIR'] })]);
  });

  it('has no way in from outside the private network', () => {
    expect(app).not.toHaveProperty('services');
    expect(app.http_service).toBeUndefined();
  });

  it('is where the services and the operator look for it', () => {
    for (const name of [...services.map((service) => service.name), 'provision']) {
      const url = new URL(apps[name]?.env?.['NATS_URL'] ?? '');
      expect(url.host).toBe(`${app.app}.internal:${app.env?.['NATS_PORT'] ?? ''}`);
    }
  });

  it('is let go of little by little, within the time that it is given', () => {
    expect(app.kill_signal).toBe('SIGUSR2');
    const [, duration = ''] = /lame_duck_duration: "(\w+)"/u.exec(configuration) ?? [];
    expect(secondsOf(app.kill_timeout)).toBeGreaterThan(secondsOf(duration));
  });
});

describe('the operator on Fly', () => {
  const app = apps['provision'] ?? ({} as FlyApp);

  it('provisions before anything else is released, with what the script reads', () => {
    const [, script = ''] = (app.deploy?.release_command ?? '').split(' ');
    const text = readFileSync(join(ROOT, script), 'utf8');
    const given = [...Object.keys(app.env ?? {}), ...(secrets[app.app] ?? [])];
    for (const [, name] of text.matchAll(/"\$([A-Z]\w+)"/gu)) expect(given).toContain(name);
    for (const [, names = ''] of text.matchAll(/^for name in (.+); do$/gmu))
      expect(given).toEqual(expect.arrayContaining(names.split(' ')));
    const copied = stepsOf(stages, 'provision').flatMap(({ words }) => words);
    expect(copied).toContain(script);
  });

  it('is reached by nobody, and no service has its credentials', () => {
    expect(app.http_service).toBeUndefined();
    for (const service of services) expect(secrets[service.app.app]).not.toContain('ADMIN_DATABASE_URL');
  });
});

describe('docs/deploying.md', () => {
  const page = readFileSync(join(ROOT, 'docs/deploying.md'), 'utf8');

  it('names every secret of every app', () => {
    for (const name of Object.values(secrets).flat()) expect(page).toContain(`\`${name}\``);
  });

  it('deploys every app, by a file that there is', () => {
    const named = [...page.matchAll(/--config fly\/([\w-]+)\.toml/gu)].map(([, name]) => name);
    expect([...new Set(named)].sort()).toEqual(Object.keys(apps));
  });

  it('splits a service into processes as Fly describes, with the traffic for one of them', () => {
    const [, toml = ''] = /```toml\n(.*?)```/su.exec(page) ?? [];
    const split = readApp(readFly('cards.toml').replace(/^\[http_service\]$/mu, toml));
    expect(validate(split) ? [] : validate.errors).toEqual([]);
    const groups = Object.keys(split.processes ?? {});
    expect(groups).toEqual(['web', 'worker']);
    expect(split.http_service?.processes).toEqual(['web']);
    for (const command of Object.values(split.processes ?? {}))
      expect(command).toBe(lastOf(stepsOf(stages, 'cards'), 'CMD')?.words.join(' '));
    expect(Object.keys(split.checks ?? {})).toEqual(['worker']);
  });
});
