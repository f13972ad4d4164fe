import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../infra/dev/paths.mjs';
import { findNatsCli } from '../../infra/dev/servers/find-nats-cli.mjs';
import { describeWith, obtain } from '../support/brokers/available.js';
import { testFolder } from '../support/run.js';
import { missingLine } from './expected-output.js';
import type { Ran } from './operator-shell.js';
import { report } from './report.js';
import { readRunbook, type Section, type Step } from './runbook.js';
import { type Scene, SCENES, type Worlds } from './scenes.js';
import { ClusterWorld } from './worlds/cluster-world.js';
import { ServerWorld } from './worlds/server-world.js';
import { SystemWorld } from './worlds/system-world.js';
import type { World, WorldOptions } from './worlds/world.js';

const MINUTE = 60_000;
const RUNBOOK = readRunbook(readFileSync(join(ROOT, 'infra', 'nats', 'RUNBOOK.md'), 'utf8'));

const OPENERS: Record<keyof Worlds, (options: WorldOptions) => Promise<World>> = {
  system: (options) => SystemWorld.start(options),
  cluster: (options) => ClusterWorld.start(options),
  server: (options) => ServerWorld.start(options),
};

const MAKES_CONTEXTS = 'Two contexts';
const AS_OPERATOR = /--context operator\b/gu;
/** Whoever may be asked: a question has no effect, and may be put again. */
const ASKS_ONLY = /--context reader\b|events -- lag\b/u;
const HAS_AN_EFFECT = /operator\b|republish\b/u;
/** A command of `nats` that needs a server, and so an identity. */
const NATS_COMMAND = /(?:^|[\s(|])nats (?!auth |context )(?<rest>[^\n|]*)/gu;
const IDENTITY = /--context (?:reader|operator)\b|--nkey /u;
/** A cluster notices a lost node, and a lane its new consumer, after a while. */
const SETTLING_MS = 30_000;

/** Held against what is shown; nothing when all of it was there. */
function complaintOf(step: Step, ran: Ran, world: World): string | undefined {
  if (ran.exit !== step.exit)
    return `It ended with ${String(ran.exit)}, not ${String(step.exit)}:\n${ran.output}`;
  const missing =
    step.expected === undefined ? undefined : missingLine(step.expected, ran.output, world.shell.variables);
  return missing === undefined ? undefined : `"${missing}" is not where the runbook shows it:\n${ran.output}`;
}

async function follow(step: Step, world: World): Promise<void> {
  const mayAskAgain = ASKS_ONLY.test(step.script) && !HAS_AN_EFFECT.test(step.script);
  const deadline = Date.now() + (mayAskAgain ? SETTLING_MS : 0);
  for (;;) {
    const complaint = complaintOf(step, await world.shell.run(step.script), world);
    if (complaint === undefined) return;
    if (Date.now() >= deadline) throw new Error(complaint);
  }
}

/** The rights that a command shows are those that it needs: the reader's are not enough for the operator's. */
async function expectRefusedToReader(step: Step, world: World): Promise<void> {
  const script = step.script.replaceAll(AS_OPERATOR, '--context reader --timeout 1s');
  const nowhere = { BACKUP: join(testFolder('refused'), 'backup') };
  expect((await world.shell.run(script, nowhere)).exit).not.toBe(0);
}

function titleOf({ line, script }: Step): string {
  return `line ${String(line)}: ${script.split('\n')[0] ?? ''}`;
}

describe('infra/nats/RUNBOOK.md', () => {
  it('has a scene for each section with commands, and no other', () => {
    expect(RUNBOOK.map(({ heading }) => heading)).toEqual(Object.keys(SCENES));
  });

  const steps = RUNBOOK.flatMap(({ steps }) => steps.map((step) => ({ title: titleOf(step), step })));
  it.each(steps)('names an identity in $title', ({ step }) => {
    for (const { groups } of step.script.replaceAll('\\\n', ' ').matchAll(NATS_COMMAND))
      expect(groups?.['rest']).toMatch(IDENTITY);
  });
});

const describeWithCli = await describeWith('nats (the command line client)', findNatsCli);

describeWithCli.each(Object.keys(OPENERS) as (keyof Worlds)[])('followed at a %s', (name) => {
  let world: World;
  beforeAll(async () => {
    const cli = await obtain(findNatsCli);
    if (cli.kind !== 'binary') throw new Error('The nats program must be a file');
    world = await OPENERS[name]({ folder: testFolder(`runbook-${name}`), natsCli: cli.path });
    const contexts = RUNBOOK.find(({ heading }) => heading === MAKES_CONTEXTS);
    if (name !== SCENES[MAKES_CONTEXTS]?.world)
      for (const { script } of contexts?.steps ?? []) await world.shell.run(script);
  }, 3 * MINUTE);
  afterAll(async () => {
    await (world as World | undefined)?.stop();
  }, MINUTE);

  const played = RUNBOOK.flatMap((section) => {
    const scene = SCENES[section.heading];
    return scene?.world === name ? [{ heading: section.heading, section, scene }] : [];
  });

  describe.each(played)('$heading', ({ section, scene }) => {
    beforeAll(() => scene.before?.(world as never), MINUTE);
    followEach(section, () => world);
    if (scene.after !== undefined) afterwards(scene, () => world);
  });
});

function followEach({ heading, steps }: Section, world: () => World): void {
  it.each(steps.map((step) => ({ title: titleOf(step), step })))(
    '$title',
    async ({ step }) => {
      const startedAt = Date.now();
      let result: 'passed' | 'failed' = 'failed';
      try {
        if (step.script.search(AS_OPERATOR) >= 0) await expectRefusedToReader(step, world());
        await follow(step, world());
        result = 'passed';
      } finally {
        const milliseconds = Date.now() - startedAt;
        report({ heading, line: step.line, script: step.script, result, milliseconds });
      }
    },
    3 * MINUTE,
  );
}

function afterwards(scene: Scene, world: () => World): void {
  const check = async (): Promise<void> => {
    await scene.after?.(world() as never);
  };
  it('leaves everything as it should be', check, 2 * MINUTE);
}
