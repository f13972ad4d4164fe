/** Holds what clients were told against what the producers' event stores say happened. */
import type { Attempt, Intent } from '../../../bench/load/history.ts';
import { DomainModel } from '../../model/domain.ts';
import type { Fact, Given } from '../../model/facts.ts';
import {
  type CheckerRule,
  COMMANDED,
  type Observation,
  type StoredEvent,
  type Violation,
} from './observation.ts';
import { factOf } from './stored-facts.ts';
import { Timeline } from './timeline.ts';

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
  const byId = new Map(attempts.map((attempt) => [attempt.id, attempt]));
  const happened = new Set<string>();

  for (const producer of COMMANDED) {
    violations.push(...realTimeOrder(observation.eventStores[producer], byId));
  }
  for (const group of groupsOf(observation)) {
    const facts = group.events.map(factOf);
    const attempt = byId.get(group.correlationId);
    if (attempt === undefined) {
      complain('unexplained', `Nobody asked for ${JSON.stringify(facts)}`);
    } else {
      happened.add(attempt.id);
      if (attempt.outcome === 'refused') {
        complain('refused-happened', `${describe(attempt)} was refused, and did ${JSON.stringify(facts)}`);
      }
      const expected = expectedOf(model, attempt.intent, givenOf(facts));
      if (!sameFacts(expected, facts)) {
        const detail = `${describe(attempt)} did ${JSON.stringify(facts)} instead of ${JSON.stringify(expected)}`;
        complain('wrong-effect', detail);
      }
      note(timeline, model, facts, windowOf(attempt));
    }
    model.apply(facts);
  }
  for (const attempt of attempts) {
    if (attempt.outcome !== 'acknowledged' || happened.has(attempt.id)) continue;
    if (!mayHaveDoneNothing(attempt, timeline)) {
      complain('acknowledged-lost', `${describe(attempt)} was acknowledged, and nothing happened`);
    }
  }
  return { model, violations };
}

interface Group {
  correlationId: string;
  events: StoredEvent[];
}

/**
 * What each request did, in the order of the stores. cards knows nothing of feeds; a collection that is followed was
 * made before, so cards come first.
 */
function groupsOf({ eventStores }: Observation): Group[] {
  return COMMANDED.flatMap((producer) => {
    const groups = new Map<string, Group>();
    for (const event of eventStores[producer].toSorted((a, b) => a.position - b.position)) {
      const { correlationId } = event;
      const group = groups.get(correlationId) ?? { correlationId, events: [] };
      group.events.push(event);
      groups.set(correlationId, group);
    }
    return [...groups.values()];
  });
}

function expectedOf(model: DomainModel, intent: Intent, given: Given): Fact[] {
  const { library, follows } = model;
  const by = intent.did;
  switch (intent.kind) {
    case 'save':
      return library.save({ ...intent, by }, given);
    case 'collect':
      return library.collect({ ...intent, by }, given);
    case 'remove':
      return library.remove({ ...intent, by }, given);
    case 'uncollect':
      return library.uncollect({ ...intent, by }, given);
    case 'create-collection': {
      const { name, access, collaboratorIds } = intent;
      return library.create({ authorId: by, name, access, collaboratorIds }, given);
    }
    case 'follow':
      return follows.follow({ ...intent, by }, given);
    case 'unfollow':
      return follows.unfollow({ ...intent, by }, given);
    case 'mark-read':
    case 'mark-all-read':
      return [];
  }
}

/** The names and the time that the system gave. */
function givenOf(facts: readonly Fact[]): Given {
  const given: Given = { newId: '', saveId: '', at: facts[0]?.at ?? '' };
  for (const fact of facts) {
    if (fact.type === 'card-saved') given.newId = fact.cardId;
    if (fact.type === 'collection-created') given.newId = fact.collectionId;
    if (fact.type === 'followed') given.newId = fact.followId;
    if ('saveId' in fact) given.saveId = fact.saveId;
  }
  return given;
}

function sameFacts(a: readonly Fact[], b: readonly Fact[]): boolean {
  const canonical = (facts: readonly Fact[]): string =>
    JSON.stringify(facts.map((fact) => JSON.stringify(Object.entries(fact).sort())).sort());
  return canonical(a) === canonical(b);
}

interface Window {
  from: number;
  to: number;
}

/** When a request can have had its effect. */
function windowOf({ startedAt, endedAt, outcome }: Attempt): Window {
  return { from: startedAt, to: outcome === 'acknowledged' ? endedAt : Infinity };
}

/** Keeps track of what was there when, under the names that {@link mayHaveDoneNothing} asks for. */
function note(timeline: Timeline, model: DomainModel, facts: readonly Fact[], window: Window): void {
  for (const fact of facts) {
    switch (fact.type) {
      case 'card-saved':
        timeline.change(`card ${fact.curatorId} ${fact.cardId}`, true, window);
        break;
      case 'card-removed':
        timeline.change(`card ${fact.by} ${fact.cardId}`, false, window);
        break;
      case 'card-collected':
      case 'card-uncollected':
        timeline.change(`link ${fact.collectionId} ${fact.cardId}`, fact.type === 'card-collected', window);
        break;
      case 'followed': {
        timeline.change(followName(fact.followerId, fact.target), true, window);
        break;
      }
      case 'unfollowed': {
        const follow = model.follows.byId(fact.followId);
        if (follow !== undefined)
          timeline.change(followName(follow.followerId, follow.target), false, window);
        break;
      }
      case 'collection-created':
    }
  }
}

function followName(did: string, { type, id }: { type: string; id: string }): string {
  return `follow ${did} ${type} ${id}`;
}

/** Done already, or undone already, at some moment while it was asked for. */
function mayHaveDoneNothing(attempt: Attempt, timeline: Timeline): boolean {
  const { intent, answeredId = '' } = attempt;
  const window = { from: attempt.startedAt, to: attempt.endedAt };
  const was = (thing: string, present: boolean): boolean => timeline.canHaveBeen(thing, present, window);
  switch (intent.kind) {
    case 'save':
      return (
        was(`card ${intent.did} ${answeredId}`, true) &&
        (intent.collectionIds ?? []).every((id) => was(`link ${id} ${answeredId}`, true))
      );
    case 'collect':
      return was(`link ${intent.collectionId} ${answeredId}`, true);
    case 'uncollect':
      return was(`link ${intent.collectionId} ${intent.cardId}`, false);
    case 'follow':
      return was(followName(intent.did, intent.target), true);
    case 'unfollow':
      return was(followName(intent.did, intent.target), false);
    case 'remove':
    case 'create-collection':
      return false;
    case 'mark-read':
    case 'mark-all-read':
      return true;
  }
}

/** What ended before another began stands before it in every aggregate that both changed. */
function realTimeOrder(events: readonly StoredEvent[], byId: ReadonlyMap<string, Attempt>): Violation[] {
  const latest = new Map<string, Attempt>();
  const violations: Violation[] = [];
  for (const { aggregateId, correlationId } of events.toSorted((a, b) => a.version - b.version)) {
    const attempt = byId.get(correlationId);
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
