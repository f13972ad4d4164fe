import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';
import { ROOT } from '../../infra/dev/paths.mjs';
import { SERVICES } from '../../infra/nats/topology.mjs';
import { STOP_DEADLINE_MS } from '../../libs/platform/src/run-service.js';
import {
  type ComposeService,
  environmentOf,
  interpolate,
  makeSecrets,
  type Profile,
  PROFILES,
  readCompose,
  under,
} from './support/compose.js';
import { lastOf, readDockerfile, stepsOf } from './support/dockerfile.js';
import { judgeEnvironment, secondsOf, secretsIn } from './support/service-environment.js';

const compose = readCompose();
const services = Object.entries(compose.services).map(([name, service]) => ({ name, service }));
const stages = readDockerfile('Dockerfile');
/** They end by themselves. */
const isJob = ({ name }: { name: string }): boolean => /^(provision|migrate)-/u.test(name);
const lasting = services.filter((one) => !isJob(one));
/** What carries the events under each profile, and the variable that says where it is. */
const TRANSPORTS: Record<Profile, { name: string; url: string }> = {
  single: { name: 'nats', url: 'NATS_URL' },
  cluster: { name: 'nats', url: 'NATS_URL' },
  redis: { name: 'redis', url: 'REDIS_URL' },
  rabbitmq: { name: 'rabbitmq', url: 'AMQP_URL' },
};
const ours = SERVICES.map(({ name }) => ({ name, service: compose.services[name] ?? {} }));

it('is what the Compose specification describes', () => {
  const schema = readFileSync(join(import.meta.dirname, 'schemas/compose-spec.json'), 'utf8');
  const ajv = new Ajv2020({ allErrors: true, strict: false });
  addFormats.default(ajv);
  const validate = ajv.compile(JSON.parse(schema) as object);
  expect(validate(compose) ? [] : validate.errors).toEqual([]);
  expect(validate({ services: { cards: { image: 'a', depends_on: { b: { condition: 'healthy' } } } } })).toBe(
    false,
  );
});

describe.each(services)('$name', ({ name, service }) => {
  it('runs an image of one version, or one of this Dockerfile', () => {
    if (service.image !== undefined)
      expect(service.image).toMatch(/^[a-z/-]+:v?\d+\.\d+(\.\d+)?(-alpine)?$/u);
    else expect(stages.has(service.build?.target ?? '')).toBe(true);
  });

  it('has no secret written into it', () => {
    const told = (service.command ?? []).map((word, index) => [`command ${String(index)}`, word]);
    expect(secretsIn({ ...service.environment, ...Object.fromEntries(told) })).toEqual([]);
  });

  it('is reached from this machine alone', () => {
    for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:/u);
  });

  it('waits for what it needs until that is healthy, or done', () => {
    for (const [other, { condition }] of Object.entries(service.depends_on ?? {})) {
      const expected = isJob({ name: other }) ? 'service_completed_successfully' : 'service_healthy';
      expect({ other, condition }).toEqual({ other, condition: expected });
    }
  });

  it('mounts what there is', () => {
    for (const volume of service.volumes ?? []) {
      const [from = ''] = volume.split(':');
      expect(from.startsWith('.') ? existsSync(join(ROOT, from)) : from in compose.volumes).toBe(true);
    }
    for (const secret of service.secrets ?? []) expect(compose.secrets).toHaveProperty(secret);
    if (service.command?.[0] === 'node')
      expect(existsSync(join(ROOT, sourceOf(service.command[1] ?? '', name)))).toBe(true);
  });
});

describe.each(lasting)('$name, which goes on running', ({ service }) => {
  it('can be asked how it is, and is started again when it ends', () => {
    const inImage = lastOf(stepsOf(stages, service.build?.target ?? ''), 'HEALTHCHECK');
    expect(service.healthcheck ?? inImage).toBeDefined();
    expect(service.restart).toBe('unless-stopped');
  });

  it('is given the time that it needs to stop in order', () => {
    expect(secondsOf(service.stop_grace_period ?? '0s')).toBeGreaterThan(STOP_DEADLINE_MS / 1000);
  });
});

describe.each(PROFILES)('the profile %s', (profile) => {
  const variables = makeSecrets(profile);
  const running = under(profile, compose);

  it('is turned on by the secrets that are made for it', () => {
    expect(variables['COMPOSE_PROFILES']).toBe(profile);
  });

  it.each(ours)('gives $name what it reads at its start, and nothing else', ({ name, service }) => {
    const environment = environmentOf(service, variables);
    expect(environment['EVENT_TRANSPORT']).toBe(TRANSPORTS[profile].name);
    expect(judgeEnvironment(name, environment)).toEqual({ problems: [], unread: [] });
  });

  it('has everything that is waited for, and everywhere that is connected to', () => {
    const names = new Set(Object.entries(running).flatMap(([name, one]) => [name, ...aliasesOf(one)]));
    for (const service of Object.values(running)) {
      for (const [other, { required = true }] of Object.entries(service.depends_on ?? {}))
        if (required) expect(names).toContain(other);
    }
    for (const { service } of ours)
      for (const key of ['DATABASE_URL', TRANSPORTS[profile].url])
        expect(names).toContain(new URL(interpolate(service.environment?.[key] ?? '', variables)).hostname);
  });

  it('starts the services when something that carries events is there', () => {
    for (const { service } of ours) {
      const brokers = Object.keys(service.depends_on ?? {}).filter(
        (other) => other in running && !other.startsWith('migrate-'),
      );
      expect(brokers).toHaveLength(1);
    }
  });

  it('knows every variable that it names', () => {
    for (const service of Object.values(running)) {
      expect(() => environmentOf(service, variables)).not.toThrow();
      for (const word of service.command ?? []) expect(() => interpolate(word, variables)).not.toThrow();
    }
    for (const { environment } of Object.values(compose.secrets))
      expect(variables).toHaveProperty(environment);
  });
});

describe('the profile observability', () => {
  const observers = services.filter(({ service }) => service.profiles?.includes('observability') ?? false);
  const variables = makeSecrets('single');

  it('scrapes what there is, where it listens', () => {
    const { scrape_configs: jobs } = parse(
      readFileSync(join(ROOT, 'infra/prometheus/prometheus.yml'), 'utf8'),
    ) as { scrape_configs: { static_configs: { targets: string[] }[] }[] };
    const targets = jobs.flatMap((job) => job.static_configs.flatMap((each) => each.targets));
    expect(targets.toSorted()).toEqual(
      [...SERVICES.map(({ name }) => `${name}:8080`), 'nats-exporter:7777'].toSorted(),
    );
    for (const { service } of ours) expect(service.environment?.['PORT']).toBe('8080');
    expect(compose.services['nats-exporter']?.command).toContain('-port=7777');
  });

  it('has Grafana ask Prometheus, and show the dashboards of the repository', () => {
    const provisioning = join(ROOT, 'infra/grafana/provisioning');
    const { datasources } = parse(readFileSync(join(provisioning, 'datasources/prometheus.yml'), 'utf8')) as {
      datasources: { url: string }[];
    };
    const { providers } = parse(readFileSync(join(provisioning, 'dashboards/commonplace.yml'), 'utf8')) as {
      providers: { options: { path: string } }[];
    };
    expect(datasources.map(({ url }) => new URL(url).hostname)).toEqual(['prometheus']);
    const mounted = (compose.services['grafana']?.volumes ?? []).map((volume) => volume.split(':'));
    const [from = ''] = mounted.find(([, to]) => to === providers[0]?.options.path) ?? [];
    expect(readdirSync(join(ROOT, from)).filter((file) => file.endsWith('.json')).length).toBeGreaterThan(0);
  });

  it('adds nothing that a service would wait for, and knows every variable that it names', () => {
    const names = observers.map(({ name }) => name);
    expect(names.toSorted()).toEqual(['grafana', 'nats-exporter', 'prometheus']);
    for (const { service } of ours)
      for (const name of names) expect(service.depends_on ?? {}).not.toHaveProperty(name);
    for (const { service } of observers) expect(() => environmentOf(service, variables)).not.toThrow();
  });
});

/** What an image's program is made of: a service's file is bundled. */
function sourceOf(file: string, job: string): string {
  return file.startsWith('dist/') ? `services/${job.replace('migrate-', '')}/src/migrate.ts` : file;
}

function aliasesOf(service: ComposeService): string[] {
  return service.networks?.['default']?.aliases ?? [];
}
