/** What clients wanted, and what they were told: all that they can know. */
import type { Intent } from './intents.ts';

/**
 * - `acknowledged`: it is done, and stays done.
 * - `refused`: the system said no, or was not reached: it did not happen.
 * - `unknown`: no answer, or one that does not say: it may have happened, or happen yet.
 */
export type Outcome = 'acknowledged' | 'refused' | 'unknown';

/** One request. A command that is tried again has several, each with an id of its own. */
export interface Attempt {
  /** Sent as the correlation id, so that what it did can be told from what others did. */
  id: string;
  commandId: number;
  intent: Intent;
  /** Milliseconds of the generator's monotonic clock. */
  startedAt: number;
  endedAt: number;
  outcome: Outcome;
  status?: number;
  /** The problem's code, or the connection's error. */
  code?: string;
  /** The id in the answer: the card's, collection's or follow's. */
  answeredId?: string;
}

/** How a command ended for the person who gave it. */
export interface CommandEnd {
  commandId: number;
  kind: Intent['kind'];
  accepted: boolean;
}

export class History {
  readonly attempts: Attempt[] = [];
  readonly commands: CommandEnd[] = [];
  /** Commands that came, whether or not there was room to send them. */
  offered = 0;
  /** Of these, the ones for which there was no room. */
  turnedAway = 0;
  /** The rest of what was not accepted, by what the last request met. */
  readonly notAccepted = new Map<string, number>();

  countNotAccepted({ intent, outcome, code }: Attempt): void {
    const reason = `${intent.kind} ${outcome}: ${code ?? 'nothing said'}`;
    this.notAccepted.set(reason, (this.notAccepted.get(reason) ?? 0) + 1);
  }

  acceptedShare(): number {
    return this.offered === 0 ? 0 : this.commands.filter(({ accepted }) => accepted).length / this.offered;
  }
}
