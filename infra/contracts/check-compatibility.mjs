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
  return [...new Set([...removed(contracts, releases.at(-1)), ...changed])];
}

/**
 * @param {import('./load.mjs').Contracts} contracts
 * @param {Release | undefined} last
 */
function removed({ byType }, last) {
  return Object.entries(last?.manifest.events ?? {})
    .filter(([type]) => !byType.has(type))
    .filter(
      ([, { status }]) =>
        !(status.state === 'superseded' && (status.untilRelease ?? Infinity) <= (last?.number ?? 0) + 1),
    )
    .map(([type, { status }]) =>
      status.state === 'superseded'
        ? `${type} was promised until release ${status.untilRelease}: keep it until then.`
        : `${type} (removed): it was released and is gone; put it back, or release its successor first and mark it superseded until a later release.`,
    );
}
