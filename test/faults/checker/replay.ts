/** Holds what clients were told against what the event stores say happened. */
import type { Attempt } from '../../../bench/load/history.ts';
import { DomainModel } from '../../model/domain.ts';
import type { Fact } from '../../model/facts.ts';
import { askedOf } from './asked.ts';
import { canonical } from './compare.ts';
import { note } from './notes.ts';
import { type Observation, PRODUCERS, type StoredEvent } from './observation.ts';
import type { CheckerRule, Violation } from './rules.ts';
import { factOf } from './stored-facts.ts';
import { ABSENT, Timeline } from './timeline.ts';
import { mayHaveBeenRefused, mayHaveDoneNothing, windowOf } from './told.ts';

export interface Replay {
  /** After everything that happened. */
  model: DomainModel;
  violations: Violation[];
}

/**
 * Asks the model what each request should have done, in the order in which the event stores have them, and compares.
 * A request without an answer may have happened or not: its store says which. All of it, or nothing.
 */
export function replay(attempts: readonly Attempt[], observation: Observation): Replay {
  const model = new DomainModel();
  const timeline = new Timeline();
  const violations: Violation[] = [];
  const complain = (rule: CheckerRule, detail: string): void => void violations.push({ rule, detail });
  const requests = new Requests(attempts);
  const happened = new Set<string>();

  for (const producer of PRODUCERS) {
    violations.push(...realTimeOrder(observation.eventStores[producer], requests));
  }
  for (const { events, facts } of actsOf(observation)) {
    const attempt = requests.of(events);
    if (attempt === undefined) {
      complain('unexplained', `Nobody asked for ${JSON.stringify(facts)}`);
      model.apply(facts);
      continue;
    }
    happened.add(attempt.id);
    if (attempt.outcome === 'refused') {
      complain('refused-happened', `${describe(attempt)} was refused, and did ${JSON.stringify(facts)}`);
    }
    const window = windowOf(attempt);
    const expected = askedOf(model, attempt, facts, (cardId, isThere) =>
      timeline.canHaveBeen(`card ${cardId}`, (state) => (state !== ABSENT) === isThere, window),
    );
    if (!sameFacts(expected, facts)) {
      const detail = `${describe(attempt)} did ${JSON.stringify(facts)} instead of ${JSON.stringify(expected)}`;
      complain('wrong-effect', detail);
    }
    for (const fact of facts) {
      note(timeline, model, fact, window);
      model.apply([fact]);
    }
  }
  const hindsight = { model, timeline };
  for (const attempt of attempts) {
    if (happened.has(attempt.id)) continue;
    if (attempt.outcome === 'acknowledged' && !mayHaveDoneNothing(attempt, hindsight)) {
      complain('acknowledged-lost', `${describe(attempt)} was acknowledged, and nothing happened`);
    }
    const isRefused = attempt.outcome === 'refused' && attempt.status !== undefined;
    if (isRefused && !mayHaveBeenRefused(attempt, hindsight)) {
      complain('refused-wrongly', `${describe(attempt)} was refused: ${attempt.code ?? 'nothing said'}`);
    }
  }
  return { model, violations };
}

/** The requests, by what they did. */
class Requests {
  readonly #byId: ReadonlyMap<string, Attempt>;
  readonly #imports: ReadonlyMap<string, Attempt>;
  readonly #unanswered: readonly Attempt[];

  constructor(attempts: readonly Attempt[]) {
    this.#byId = new Map(attempts.map((attempt) => [attempt.id, attempt]));
    const imports = attempts.filter(({ intent }) => intent.kind === 'import');
    this.#imports = new Map(imports.map((attempt) => [attempt.answeredId ?? '', attempt]));
    this.#unanswered = imports.filter(({ outcome }) => outcome === 'unknown');
  }

  /** An import is worked through in the background: its cards carry its id. Without an answer, nobody knew that. */
  of([event]: readonly StoredEvent[]): Attempt | undefined {
    if (event === undefined) return undefined;
    const { importId } = event.data;
    if (typeof importId !== 'string') return this.#byId.get(event.correlationId);
    return this.#imports.get(importId) ?? this.#unanswered.find((attempt) => hasBrought(attempt, event));
  }
}

function hasBrought({ intent }: Attempt, { data }: StoredEvent): boolean {
  const { url } = data['content'] as { url: string };
  return (
    intent.kind === 'import' &&
    intent.did === data['curatorId'] &&
    intent.records.some((record) => record.url === url)
  );
}

interface Act {
  events: StoredEvent[];
  facts: Fact[];
}

/**
 * What each request did, in the order of the stores: events are written when all that they depend on is locked or
 * done. cards knows nothing of the others, and a collection that is followed was made before, so cards come first.
 */
function actsOf({ eventStores }: Observation): Act[] {
  return PRODUCERS.flatMap((producer) => {
    const acts = new Map<string, Act>();
    for (const event of eventStores[producer].toSorted((a, b) => a.position - b.position)) {
      const fact = factOf(event);
      if (fact === undefined) continue;
      const { importId } = event.data;
      const key = typeof importId === 'string' ? importId : event.correlationId;
      const act = acts.get(key) ?? { events: [], facts: [] };
      act.events.push(event);
      act.facts.push(fact);
      acts.set(key, act);
    }
    return [...acts.values()];
  });
}

function sameFacts(a: readonly Fact[], b: readonly Fact[]): boolean {
  const sorted = (facts: readonly Fact[]): string => facts.map(canonical).sort().join();
  return sorted(a) === sorted(b);
}

/** What ended before another began stands before it in every aggregate that both changed. */
function realTimeOrder(events: readonly StoredEvent[], requests: Requests): Violation[] {
  const latest = new Map<string, Attempt>();
  const violations: Violation[] = [];
  for (const event of events.toSorted((a, b) => a.version - b.version)) {
    const { aggregateId } = event;
    // What notifications did by itself carries the cause of what it tells of.
    const attempt = factOf(event) === undefined ? undefined : requests.of([event]);
    if (attempt === undefined) continue;
    const before = latest.get(aggregateId);
    if (before !== undefined && windowOf(attempt).to < before.startedAt) {
      const detail = `${describe(attempt)} had ended before ${describe(before)} began, and stands behind it in ${aggregateId}`;
      violations.push({ rule: 'real-time-order', detail });
    }
    if (before === undefined || attempt.startedAt > before.startedAt) latest.set(aggregateId, attempt);
  }
  return violations;
}

function describe({ id, intent }: Attempt): string {
  return `${id} (${JSON.stringify(intent)})`;
}
