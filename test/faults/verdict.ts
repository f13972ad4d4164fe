import type { InjectedFault } from './injector.ts';

/** What a run is judged by. */
export interface RunFigures {
  seconds: number;
  offered: number;
  acceptedShare: number;
  faults: readonly InjectedFault[];
  /** Names of the kinds that were planned. */
  kinds: readonly string[];
  /** Cases of which each must have been killed. */
  killCases: readonly string[];
}

export const RULES = { commandsPerSecond: 200, faultEverySeconds: 10, timesEach: 3, acceptedShare: 0.8 };

/** Why a run does not count, if it does not: a system that had nothing to do, or nothing to bear, shows nothing. */
export function reasonsNotToCount(figures: RunFigures): string[] {
  const { seconds, offered, acceptedShare, faults, kinds } = figures;
  const reasons: string[] = [];
  if (offered / seconds < RULES.commandsPerSecond) {
    reasons.push(
      `${(offered / seconds).toFixed(0)} commands/s were offered, ${String(RULES.commandsPerSecond)} are needed`,
    );
  }
  const gap = longestGap(faults, seconds);
  if (gap > RULES.faultEverySeconds) {
    reasons.push(
      `${gap.toFixed(1)} s went by without a fault, ${String(RULES.faultEverySeconds)} at most may`,
    );
  }
  if (acceptedShare < RULES.acceptedShare) {
    reasons.push(`${(acceptedShare * 100).toFixed(1)} % of the commands were accepted, 80 % must be`);
  }
  for (const name of kinds) {
    const struck = faults.filter(({ kind, openCommands }) => kind === name && openCommands > 0);
    if (struck.length < RULES.timesEach) {
      reasons.push(`"${name}" struck ${String(struck.length)} times, ${String(RULES.timesEach)} are needed`);
    }
  }
  for (const [name, kills] of killsByCase(figures)) {
    if (kills === 0) reasons.push(`${name} was never killed`);
  }
  return reasons;
}

export function killsByCase({
  faults,
  killCases,
}: Pick<RunFigures, 'faults' | 'killCases'>): Map<string, number> {
  const kills = faults.flatMap((fault) => fault.kills);
  return new Map(killCases.map((name) => [name, kills.filter((killed) => killed === name).length]));
}

/** Seconds between the beginnings of two faults, at most; from the load's beginning, to its end. */
export function longestGap(faults: readonly InjectedFault[], seconds: number): number {
  const first = Math.min(...faults.map(({ startedAt }) => startedAt));
  const starts = faults.map(({ startedAt }) => (startedAt - first) / 1000).sort((a, b) => a - b);
  const times = [0, ...starts, Math.max(seconds, starts.at(-1) ?? 0)];
  return Math.max(...times.slice(1).map((time, index) => time - (times[index] ?? 0)));
}
