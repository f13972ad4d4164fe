import { LoadGenerator } from '../../bench/load/generator.ts';
import { check } from '../faults/checker/check.ts';
import type { Observation, PersonView } from '../faults/checker/observation.ts';
import type { Violation } from '../faults/checker/rules.ts';
import { observe } from '../faults/observe.ts';
import { untilSettled } from '../faults/settle.ts';
import type { ModelOptions } from './options.ts';
import { startReplicated } from './replicated-system.ts';

export interface ModelResult {
  violations: readonly (Violation | { rule: 'settles'; detail: string })[];
  commands: number;
  requests: number;
  /** What commands met that were not accepted, and how many did. */
  notAccepted: ReadonlyMap<string, number>;
  /** How many commands of each kind were accepted. */
  accepted: ReadonlyMap<string, number>;
  /** What was compared. */
  compared: Compared;
}

/** How many of each kind there were, in all that people were shown. */
type Compared = Record<
  | 'cards'
  | 'highlights'
  | 'collections'
  | 'connections'
  | 'activities'
  | 'notifications'
  | 'groups'
  | 'bells'
  | 'mutes'
  | 'works'
  | 'histories',
  number
>;

const SETTLE_DEADLINE_MS = 120_000;
/** Every request was answered: what comes then comes of events that are under way. */
const QUIET_MS = 1_000;

/** Commands, then quiet, then the questions. */
export async function run(
  options: Omit<ModelOptions, 'keep'>,
  dataDir: string,
  log: (line: string) => void,
): Promise<ModelResult> {
  const { commands, seed, transport, replicas, clients, people, works } = options;
  const system = await startReplicated({ dataDir, transport, replicas, log });
  const load = new LoadGenerator({
    seed,
    concurrency: clients,
    patienceMs: 30_000,
    timeoutMs: 30_000,
    urlsOf: (service) => system.urlsOf(service),
    people,
    works,
    heardAfterMs: 1_000,
    trespass: 0.05,
  });
  try {
    const startedAt = performance.now();
    await load.run(commands);
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0);
    log(`${String(commands)} commands in ${seconds} s; waiting until all is quiet`);
    const settled = await untilSettled(system.sql, SETTLE_DEADLINE_MS, QUIET_MS);
    log('Comparing');
    const observation = await observe({
      sql: system.sql,
      urlOf: (service) => system.urlsOf(service)[0] ?? '',
      people: load.people.all.map(({ did }) => did),
      withPast: true,
    });
    const { attempts, notAccepted } = load.history;
    const violations = check({ attempts, observation, poison: [] });
    const accepted = new Map<string, number>();
    for (const command of load.history.commands) {
      if (command.accepted) accepted.set(command.kind, (accepted.get(command.kind) ?? 0) + 1);
    }
    return {
      violations: [
        ...(settled
          ? []
          : [
              {
                rule: 'settles' as const,
                detail: `Not every event was handled after ${String(SETTLE_DEADLINE_MS / 1_000)} s`,
              },
            ]),
        ...violations,
      ],
      commands,
      requests: attempts.length,
      notAccepted,
      accepted,
      compared: comparedIn(observation),
    };
  } finally {
    load.close();
    await system.stop();
  }
}

function comparedIn({ people, feeds, works, histories }: Observation): Compared {
  const views = Object.values(people);
  const sum = (size: (view: PersonView) => number): number =>
    views.reduce((total, view) => total + size(view), 0);
  return {
    cards: sum(({ libraries }) => libraries.added.length),
    highlights: sum(({ libraries }) => libraries.highlights.length),
    collections: sum(({ collections }) => collections.length),
    connections: sum(({ connections }) => connections.length),
    activities: feeds.all.length,
    notifications: sum(({ notifications }) => notifications.length),
    groups: sum(({ groups }) => groups.length),
    bells: sum(({ subscriptions }) => subscriptions.length),
    mutes: sum(({ mutes }) => mutes.length),
    works: works.length,
    histories: histories.length,
  };
}
