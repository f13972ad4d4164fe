import type { LoadGenerator } from '../../../bench/load/generator.ts';
import type { Random } from '../../../bench/load/random.ts';
import type { Poison, WireEvent } from '../system/broker.ts';
import type { FaultSystem } from '../system/fault-system.ts';

/** What a fault strikes, and what it leaves for the checker to know. */
export interface FaultWorld {
  system: FaultSystem;
  load: LoadGenerator;
  poison: Poison[];
  /** Events that the broker had acknowledged, and that were taken from it. */
  lost: WireEvent[];
}

export interface Injection {
  /** What was struck, in words. */
  detail: string;
  /** Who died of SIGKILL by it: the cases that are counted. */
  kills: string[];
}

/** One way to go wrong. Those that share a part are never on at the same time. */
export interface FaultKind {
  name: string;
  /** Its kills are counted by case, and none is a failure of the run. */
  kills: boolean;
  /** Processes of its own that the broker must have: with fewer, it is not for this transport. */
  servers: number;
  parts: readonly string[];
  /** Goes wrong for about `windowMs`, and puts right again what an orchestrator or a network would put right. */
  inject(world: FaultWorld, random: Random, windowMs: number): Promise<Injection>;
}

/** Repeats what may fail only because something else is broken too. */
export async function persist<T>(work: () => Promise<T>, deadlineMs = 60_000): Promise<T> {
  const deadline = Date.now() + deadlineMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
