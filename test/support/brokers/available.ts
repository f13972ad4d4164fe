import { TOOLS } from '../../../infra/dev/paths.mjs';
import type { FindOptions } from '../../../infra/dev/servers/find-program.mjs';

/** Finds the program of a server, or throws with the remedy. */
export type Find<Program> = (options: FindOptions) => Promise<Program>;

const isCi = process.env['CI'] === 'true';

/** The server's program. It is obtained where the global set-up found that nobody needs to be asked for that. */
export function obtain<Program>(find: Find<Program>): Promise<Program> {
  return find({
    toolsDir: TOOLS,
    allowInstall: process.env['TEST_MAY_INSTALL'] !== 'no',
    log: tell,
    ask: () => Promise.resolve(true),
  });
}

/**
 * `describe`, where the program of an optional broker can be had. Elsewhere the specs are skipped with a loud line
 * that says how to get it; with CI=true that fails the spec.
 *
 *   (await describeWith('redis-server', findRedisServer))('the Redis transport', () => { … });
 */
export async function describeWith(server: string, find: Find<unknown>): Promise<jest.Describe> {
  try {
    await obtain(find);
    return describe;
  } catch (error) {
    if (isCi) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    tell(`\n*** NOT TESTED: the specs that need ${server} are skipped. ***\n${reason}\n`);
    return describe.skip;
  }
}

function tell(line: string): void {
  process.stderr.write(`${line}\n`);
}
