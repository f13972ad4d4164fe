import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../infra/dev/paths.mjs';
import { SERVICES } from '../../infra/nats/topology.mjs';
import { readCompose } from './support/compose.js';
import { lastOf, readDockerfile, stepsOf } from './support/dockerfile.js';

const stages = readDockerfile('Dockerfile');
const natsStages = readDockerfile('fly/nats.Dockerfile');
const services = SERVICES.map(({ name }) => name);
const images = [...services, 'provision'];
const bases = [...stages.values(), ...natsStages.values()].map(({ base }) => base);

describe('the Dockerfile', () => {
  it('has an image for each service, and one for those who provision', () => {
    expect([...stages.keys()]).toEqual(expect.arrayContaining(images));
  });

  it('builds on one version of Node, the one that everything is tested with', () => {
    const { devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      devDependencies: Record<string, string>;
    };
    const foreign = [...stages.values()].map(({ base }) => base).filter((base) => !stages.has(base));
    expect([...new Set(foreign)]).toEqual([`node:${devDependencies['node'] ?? ''}-slim`]);
  });

  it('runs the same nats-server everywhere', () => {
    const program = /const PINNED = '(.+)'/u.exec(
      readFileSync(join(ROOT, 'infra/dev/servers/find-nats.mjs'), 'utf8'),
    )?.[1];
    const image = `nats:${program ?? ''}-alpine`;
    expect(bases.filter((base) => base.startsWith('nats:'))).toEqual([image]);
    const { services: composed } = readCompose();
    const others = Object.values(composed).flatMap((service) => service.image ?? []);
    expect(new Set(others.filter((one) => one.startsWith('nats:')))).toEqual(new Set([image]));
  });

  it('installs what the lock file says, and runs no script of a package', () => {
    const installs = [...stages.values()]
      .flatMap(({ instructions }) => instructions)
      .filter(({ keyword, text }) => keyword === 'RUN' && /\bnpm\b/u.test(text));
    expect(installs.length).toBeGreaterThan(0);
    for (const { text } of installs) expect(text).toMatch(/^npm ci .*--ignore-scripts/u);
  });

  it('copies from the checkout by name, so that nothing gets in unseen', () => {
    for (const { instructions } of stages.values())
      for (const { keyword, words, flags } of instructions)
        if (keyword === 'COPY' && flags['from'] === undefined) expect(words.slice(0, -1)).not.toContain('.');
  });
});

describe.each(images)('the image %s', (name) => {
  const steps = stepsOf(stages, name);

  it('runs as somebody who is not root, and who owns nothing in it', () => {
    expect(lastOf(steps, 'USER')?.text).toMatch(/^[1-9]\d*:[1-9]\d*$/u);
    for (const { flags } of steps) expect(flags).not.toHaveProperty('chown');
  });

  it('starts its program without a shell, which would keep signals to itself', () => {
    expect(lastOf(steps, 'CMD')?.words[0]).toBe('node');
    expect(lastOf(steps, 'CMD')?.text).toMatch(/^\[/u);
  });

  it('is made by copying alone: no package manager is needed in it', () => {
    expect(steps.filter(({ keyword }) => keyword === 'RUN' || keyword === 'ADD')).toEqual([]);
  });

  it('says that it is for production', () => {
    expect(lastOf(steps, 'ENV')?.text).toMatch(/\bNODE_ENV=production\b/u);
  });
});

it.each(services)('%s can be asked by its container how it is', (name) => {
  expect(lastOf(stepsOf(stages, name), 'HEALTHCHECK')?.text).toContain('healthcheck.mjs');
});
