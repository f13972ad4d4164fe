import { handledTypeOf, type InboxEvent, keyOf } from './inbox-event.js';

/** What a consumer knows of the aggregates of a batch. Keys are `keyOf`. */
export interface Known {
  /** Sequence of the last event handled; absent when none was. */
  cursors: ReadonlyMap<string, number>;
  /** Sequences that lie in parking. */
  parked: ReadonlyMap<string, ReadonlySet<number>>;
}

/** How an aggregate's cursor moves. `from` 0: there is no row yet. */
export interface CursorMove {
  source: string;
  aggregateId: string;
  from: number;
  to: number;
}

export interface Plan {
  /** Handed to handlers, or passed over by their cursor: in order per aggregate. */
  apply: InboxEvent[];
  /** Handled already, by themselves or by an older twin, or in custody of parking. */
  duplicates: InboxEvent[];
  /** Their predecessor is missing, or lies in parking. */
  waiting: InboxEvent[];
  /** Their turn has come, but this version of the service can not handle them. */
  refused: InboxEvent[];
  moves: CursorMove[];
  /** Of those waiting, those that came before their predecessor; others wait behind one that is parked. */
  inversions: InboxEvent[];
  /** Of those applied, those that came late and for which a later one had waited. */
  healing: InboxEvent[];
  /** A later event of a moved aggregate lies in parking and may be due now. */
  unblocks: boolean;
}

/**
 * Decides what happens to each event of a batch: the cursor rule.
 *
 * Sequence ≤ cursor: a duplicate. Cursor + 1: applied. Greater: it waits. An event with twins takes the cursor over
 * the later of them, so they come out as duplicates. The batch may hold an aggregate's
 * events in any order and more than once.
 */
export function plan(events: readonly InboxEvent[], known: Known): Plan {
  const result: Plan = {
    apply: [],
    duplicates: [],
    waiting: [],
    refused: [],
    moves: [],
    inversions: [],
    healing: [],
    unblocks: false,
  };
  for (const [key, ofAggregate] of byAggregate(events)) {
    const from = known.cursors.get(key) ?? 0;
    const parked = known.parked.get(key);
    let cursor = from;
    let before: InboxEvent | undefined;
    for (const event of ofAggregate) {
      const { sequence } = event.envelope;
      const inCustody = event.parked === undefined && parked?.has(sequence) === true;
      if (sequence <= cursor || inCustody) result.duplicates.push(event);
      else if (sequence > cursor + 1) {
        result.waiting.push(event);
        const isBehindAnother =
          parked?.has(sequence - 1) === true || before?.envelope.sequence === sequence - 1;
        if (event.parked === undefined && !isBehindAnother) result.inversions.push(event);
      } else if (event.preparation.kind === 'refuse') result.refused.push(event);
      else {
        cursor = event.preparation.kind === 'handle' ? event.preparation.through : sequence;
        result.apply.push(event);
        if (event.parked === undefined && parked?.has(sequence + 1) === true) result.healing.push(event);
      }
      before = event;
    }
    const first = ofAggregate[0];
    if (cursor > from && first !== undefined) {
      const { source, subject } = first.envelope;
      result.moves.push({ source, aggregateId: subject, from, to: cursor });
      result.unblocks ||= parked?.has(cursor + 1) === true;
    }
  }
  return result;
}

/** Groups events by aggregate, each group by sequence. Across aggregates there is no order to keep. */
function byAggregate(events: readonly InboxEvent[]): Map<string, InboxEvent[]> {
  const groups = new Map<string, InboxEvent[]>();
  for (const event of events) {
    const key = keyOf(event);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [event]);
    else group.push(event);
  }
  for (const group of groups.values()) group.sort((a, b) => a.envelope.sequence - b.envelope.sequence);
  return groups;
}

/**
 * Cuts events (in order per aggregate) into rounds, so that a round can be handled type by type: in each round an
 * aggregate has events of one type only, and its later types stand in later rounds.
 */
export function rounds(events: readonly InboxEvent[]): Map<string, InboxEvent[]>[] {
  const result: Map<string, InboxEvent[]>[] = [];
  const last = new Map<string, { round: number; type: string }>();
  for (const event of events) {
    const key = keyOf(event);
    const type = handledTypeOf(event);
    const before = last.get(key);
    const round = before === undefined ? 0 : before.type === type ? before.round : before.round + 1;
    last.set(key, { round, type });
    const groups = (result[round] ??= new Map<string, InboxEvent[]>());
    const group = groups.get(type);
    if (group === undefined) groups.set(type, [event]);
    else group.push(event);
  }
  return result;
}
