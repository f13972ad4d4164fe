/** Takes note of what happened when, under the names by which `told.ts` asks for it. */
import { type Connection, connectionKey } from '../../model/connections.ts';
import type { DomainModel } from '../../model/domain.ts';
import type { Fact } from '../../model/facts.ts';
import { ABSENT, type Timeline, type Window } from './timeline.ts';

/** What a connection is said to be. */
export interface ConnectionNote {
  connectionType: string;
  note?: string | undefined;
  source: string;
}

/** What a collection is said to be. */
export interface CollectionNote {
  name: string;
  description?: string | undefined;
  access: string;
}

/** @param model before the facts */
export function note(timeline: Timeline, model: DomainModel, fact: Fact, window: Window): void {
  noteCard(timeline, model, fact, window);
  noteCollection(timeline, model, fact, window);
  noteConnection(timeline, model, fact, window);
  switch (fact.type) {
    case 'followed':
      timeline.change(followName(fact.followerId, fact.target), true, window);
      return;
    case 'unfollowed': {
      const follow = model.follows.byId(fact.followId);
      if (follow !== undefined) timeline.change(followName(follow.followerId, follow.target), ABSENT, window);
      return;
    }
    case 'choice-made':
      timeline.change(choiceName(fact.personId, fact), true, window);
      return;
    case 'choice-revoked': {
      const choice = model.choices.byId(fact.choiceId);
      if (choice !== undefined) timeline.change(choiceName(choice.personId, choice), ABSENT, window);
      return;
    }
    default:
  }
}

export function followName(did: string, { type, id }: { type: string; id: string }): string {
  return `follow ${did} ${type} ${id}`;
}

export function choiceName(did: string, { kind, subject }: { kind: string; subject: string }): string {
  return `choice ${did} ${kind} ${subject}`;
}

function noteCard(timeline: Timeline, model: DomainModel, fact: Fact, window: Window): void {
  switch (fact.type) {
    case 'card-saved':
    case 'highlighted':
      timeline.change(`card ${fact.cardId}`, true, window);
      timeline.change(`note ${fact.cardId}`, fact.note ?? ABSENT, window);
      if (fact.type === 'card-saved') return;
      timeline.change(`passage ${fact.cardId}`, `${fact.selector} ${fact.quote}`, window);
      timeline.change(`place ${fact.parentCardId} ${fact.selector}`, fact.cardId, window);
      return;
    case 'note-changed':
      timeline.change(`note ${fact.cardId}`, fact.note ?? ABSENT, window);
      return;
    case 'highlight-moved': {
      const before = model.library.cards.getHighlight(fact.cardId);
      timeline.change(`passage ${fact.cardId}`, `${fact.selector} ${fact.quote}`, window);
      if (before === undefined || before.selector === fact.selector) return;
      timeline.change(`place ${before.parentCardId} ${before.selector}`, ABSENT, window);
      timeline.change(`place ${before.parentCardId} ${fact.selector}`, fact.cardId, window);
      return;
    }
    case 'card-removed': {
      const highlight = model.library.cards.getHighlight(fact.cardId);
      timeline.change(`card ${fact.cardId}`, ABSENT, window);
      if (highlight === undefined) return;
      timeline.change(`place ${highlight.parentCardId} ${highlight.selector}`, ABSENT, window);
      return;
    }
    default:
  }
}

function noteCollection(timeline: Timeline, model: DomainModel, fact: Fact, window: Window): void {
  switch (fact.type) {
    case 'collection-created':
    case 'collection-edited': {
      const { collectionId, name, description, access } = fact;
      const said: CollectionNote = { name, description, access };
      timeline.change(`settings ${collectionId}`, JSON.stringify(said), window);
      timeline.change(`open ${collectionId}`, access === 'OPEN', window);
      if (fact.type === 'collection-edited') return;
      timeline.change(`collection ${collectionId}`, true, window);
      for (const did of fact.collaboratorIds) timeline.change(`member ${collectionId} ${did}`, true, window);
      return;
    }
    case 'collaborator-added':
    case 'collaborator-removed': {
      const { collectionId, collaboratorId } = fact;
      timeline.change(`member ${collectionId} ${collaboratorId}`, fact.type === 'collaborator-added', window);
      return;
    }
    case 'collection-deleted':
      timeline.change(`collection ${fact.collectionId}`, ABSENT, window);
      for (const { cardId } of model.library.collections.linksIn(fact.collectionId))
        timeline.change(`link ${fact.collectionId} ${cardId}`, ABSENT, window);
      return;
    case 'card-collected':
    case 'card-uncollected':
      timeline.change(`link ${fact.collectionId} ${fact.cardId}`, fact.type === 'card-collected', window);
      return;
    default:
  }
}

function noteConnection(timeline: Timeline, model: DomainModel, fact: Fact, window: Window): void {
  if (!('connectionId' in fact)) return;
  const { connectionId } = fact;
  const before = model.connections.get(connectionId);
  const after = afterFact(before, fact);
  if (before !== undefined) timeline.change(`pair ${connectionKey(before)}`, ABSENT, window);
  if (after === undefined) {
    timeline.change(`connection ${connectionId}`, ABSENT, window);
    return;
  }
  const { connectionType, note: text, source } = after;
  const said: ConnectionNote = { connectionType, note: text, source: source.url };
  timeline.change(`pair ${connectionKey(after)}`, connectionId, window);
  timeline.change(`connection ${connectionId}`, JSON.stringify(said), window);
}

type Shape = Pick<Connection, 'curatorId' | 'source' | 'target' | 'connectionType' | 'note'>;

function afterFact(before: Shape | undefined, fact: Fact): Shape | undefined {
  switch (fact.type) {
    case 'connection-drawn':
      return fact;
    case 'connection-edited':
      return before && { ...before, connectionType: fact.connectionType, note: fact.note };
    case 'connection-swapped':
      return before && { ...before, source: before.target, target: before.source };
    default:
      return undefined;
  }
}
