import { percentile } from '../../bench/figures.ts';
import { table } from '../../infra/dev/output.mjs';
import type { RunResult } from './run.ts';
import { killsByCase, longestGap, RULES } from './verdict.ts';

/** What a run tells: what it was judged by, what it saw, and each kind of fault. */
export function report(result: RunResult): string {
  const { seconds, offered, acceptedShare, faults, totals, violations, notCounted } = result;
  const unstruck = faults.filter(({ openCommands }) => openCommands === 0);
  const lines = [
    `commands offered        ${(offered / seconds).toFixed(0)} /s (${String(RULES.commandsPerSecond)} at least), ${String(offered)} in ${seconds.toFixed(0)} s`,
    `longest without a fault ${longestGap(faults, seconds).toFixed(1)} s (${String(RULES.faultEverySeconds)} at most)`,
    `faults                  ${String(faults.length)}, each kind ${String(RULES.timesEach)} times at least`,
    `accepted                ${(acceptedShare * 100).toFixed(1)} % (${String(RULES.acceptedShare * 100)} at least)`,
    `not accepted            ${String(result.turnedAway)} turned away${reasonsOf(result)}`,
    `requests                ${String(result.requests)}, of which ${String(result.unknownOutcomes)} without an answer that says`,
    `events                  ${String(totals.published)} published, ${String(totals.deliveries)} delivered, ${String(totals.duplicates)} duplicates, ${String(totals.inversions)} inversions`,
    `losses                  ${String(result.lostEvents)} events taken from the broker, ${String(totals.healRequests)} ranges asked for again, ${String(totals.gapsHealed)} events handled that had waited for another`,
    `kills by case           ${[...killsByCase(result)].map(([name, kills]) => `${name} ${String(kills)}`).join(', ')}`,
    `poison                  ${String(result.poison)} messages`,
    `ended by themselves     ${result.ownEnds.length === 0 ? 'none' : result.ownEnds.join(', ')}`,
    `not for this transport  ${result.leftOut.length === 0 ? 'none' : result.leftOut.join(', ')}`,
    '',
    table([['fault', 'times', 'recovered in (median, longest)'], ...rowsOf(result)]),
    ...unstruck.map(({ kind }) => `  *** "${kind}" struck nothing once: no command was under way. ***`),
    '',
    violations.length === 0
      ? 'Nothing is wrong'
      : `${String(violations.length)} VIOLATIONS\n${violations.map(({ rule, detail }) => `  ${rule}: ${detail}`).join('\n')}`,
    ...(notCounted.length === 0
      ? []
      : [`*** The run does not count. ***\n${notCounted.map((reason) => `  ${reason}`).join('\n')}`]),
  ];
  return lines.join('\n');
}

/** The most frequent ones. */
function reasonsOf({ notAccepted }: RunResult): string {
  const reasons = Object.entries(notAccepted).sort(([, a], [, b]) => b - a);
  return reasons
    .slice(0, 6)
    .map(([reason, count]) => `, ${String(count)} ${reason}`)
    .join('');
}

function rowsOf({ kinds, faults, recoveries }: RunResult): string[][] {
  return kinds.map((name) => {
    const ofKind = faults.filter(({ kind }) => kind === name);
    const times = recoveries
      .filter(({ kind }) => kind === name)
      .map(({ milliseconds }) => milliseconds / 1000)
      .sort((a, b) => a - b);
    return [
      name,
      String(ofKind.length),
      `${percentile(times, 0.5).toFixed(1)} s, ${(times.at(-1) ?? 0).toFixed(1)} s`,
    ];
  });
}
