/** The operator's command: from its arguments to its exit code. */
import { complain, say } from '../output.mjs';
import { StartError } from '../servers/processes.mjs';
import { AdminClient } from './client.mjs';
import { badOption, HELP, readEventsOptions } from './options.mjs';
import { findTarget } from './target.mjs';
import { VERBS } from './verbs.mjs';

/** @param {readonly string[]} args */
export async function runEvents(args) {
  try {
    const options = readEventsOptions(args);
    if (options.verb === 'help') {
      say(HELP);
      return;
    }
    const verb = Object.hasOwn(VERBS, options.verb) ? VERBS[options.verb] : undefined;
    if (verb === undefined) throw badOption(`There is no verb "${options.verb}".`);
    const { urls, token } = findTarget(options, process.env);
    const identity = { token, operator: options.operator };
    await verb(
      Object.entries(urls).map(([service, url]) => new AdminClient(service, url, identity)),
      options,
    );
  } catch (error) {
    complain(
      error instanceof StartError ? error.message : String(error instanceof Error ? error.stack : error),
    );
    process.exitCode = 1;
  }
}
