import type { BrokerName } from '../support/brokers/broker.js';
import type { EngineWorld } from '../support/engine-world.js';
import { BROKERS } from './brokers.js';
import { CASES } from './cases.js';
import { FEATURES } from './features/index.js';
import { CaseWorld, type Sizes } from './support/case-world.js';
import { report } from './support/report.js';
import { Servers } from './support/servers.js';
import { PROFILE } from './support/waiting.js';

/** The start of a case's servers included. */
const TIMEOUT_MS = { short: 120_000, full: 1_800_000 } as const;

/**
 * Holds a transport to every case of the table. Most of a case is waiting, so that some run side by side
 * (`maxConcurrency` in jest.config.js), each with servers that no other case has at that time.
 *
 * @param describeIt another `describe`, where the transport's server may not be had.
 */
export function describeTransport(transport: BrokerName, describeIt: jest.Describe = describe): void {
  describeIt(`the transport ${transport}`, () => {
    const servers = new Servers(BROKERS[transport]);
    const ran = new Set<string>();

    afterAll(() => servers.stop(), 60_000);

    for (const each of CASES) {
      it.concurrent(
        `${each.title} [${each.id}]`,
        async () => {
          ran.add(each.id);
          await servers.lend((engine) => runCase(engine, each, each[PROFILE]));
        },
        TIMEOUT_MS[PROFILE],
      );
    }

    it('was held to every case of the table [all-cases]', () => {
      expect([...ran].sort()).toEqual(CASES.map(({ id }) => id).sort());
    });
  });
}

async function runCase(engine: EngineWorld, definition: (typeof CASES)[number], sizes: Sizes): Promise<void> {
  const { id, title, level } = definition;
  const world = new CaseWorld(engine, id, sizes);
  // Each feature is typed by the sizes of its own case, and the table gives each case just those.
  const feature: (world: never) => Promise<void> = FEATURES[id];
  const startedAt = performance.now();
  const outcome = (result: 'passed' | 'failed', error?: string): void => {
    report({
      transport: engine.broker.name,
      place: CASES.indexOf(definition),
      id,
      title,
      level,
      result,
      milliseconds: Math.round(performance.now() - startedAt),
      counts: world.tally.counts,
      ...(error === undefined ? {} : { error }),
    });
  };
  try {
    try {
      await feature(world as never);
    } finally {
      await world.end();
    }
    if (definition.faults && world.tally.faultCount === 0) {
      throw new Error(`The case "${id}" injects faults, and injected none: it has shown nothing`);
    }
    outcome('passed');
  } catch (error) {
    outcome('failed', error instanceof Error ? error.message : String(error));
    throw error;
  }
}
