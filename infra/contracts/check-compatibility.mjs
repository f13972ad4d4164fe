/** Check 3: what was released stays readable by the new classes, and what they write by every released reader. */
import { incompatibilities, sentence } from './compatibility.mjs';
import { releasedSchema, releasesIn } from './releases.mjs';

/** @typedef {import('./releases.mjs').Release} Release */

/**
 * @param {import('./load.mjs').Contracts} contracts
 * @param {import('./workspace.mjs').Workspace} workspace
 * @returns {string[]} sentences
 */
export function compatibilityViolations(contracts, workspace) {
  const releases = releasesIn(workspace);
  const changed = [...contracts.schemas].flatMap(([type, schema]) =>
    releases.flatMap((release) => {
      const released = releasedSchema(release, type);
      return released === undefined
        ? []
        : incompatibilities(released, schema).map((finding) => sentence(type, finding));
    }),
  );
  return [...new Set([...endedEarly(contracts, releases.at(-1)), ...changed])];
}

/**
 * A version ends in steps, each with a release of its own: superseded, retired, removed.
 * @param {import('./load.mjs').Contracts} contracts
 * @param {Release | undefined} last
 */
function endedEarly({ byType }, last) {
  const next = (last?.number ?? 0) + 1;
  return Object.entries(last?.manifest.events ?? {}).flatMap(([type, { status }]) => {
    const now = byType.get(type)?.status.state;
    if (now === undefined && status.state !== 'retired') {
      return [
        `${type} (removed): it was released and is gone; put it back, and release it as superseded and then as retired before it goes.`,
      ];
    }
    if (now === 'retired' && status.state !== 'retired' && next < (status.untilRelease ?? Infinity)) {
      const until =
        status.untilRelease === undefined
          ? 'and never announced its end'
          : `until release ${status.untilRelease}`;
      return [`${type} (retired): it was promised ${until}; keep publishing it, marked superseded.`];
    }
    return [];
  });
}
