/** What may be said to the operator's command. */
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { DATA } from '../paths.mjs';
import { StartError } from '../servers/processes.mjs';

export const HELP = `npm run events -- <verb> [options]

  lag                        how far publishing and handling are behind
  parked                     events that could not be handled, in groups; --each lists them one by one
  show <event id>            one of them, with its error and what waits behind it
  retry <event id>           try it again now; with --all, or filters, every one that fits
  discard <event id>         give it up for good: its aggregate goes on without it (--reason)
  pause                      handle no more events until resumed (--service, --reason)
  resume                     go on (--service)
  republish <aggregate id>   publish a range of its events again (--service, --from, --to)
  audit                      who changed what, when and why
  help                       this

Which events:   --status=waiting|retrying|dead  --type=<type>  --signature=<text>  --aggregate=<id>
Which services: --service=cards|feeds|notifications (all)
How it is said: --json  --limit=<rows> (50)
For the record: --reason=<text>  --as=<your name> (the one you are logged in by)
Which system:   --data=<folder> of npm start (.data). In production:
                --url=<service>=<url>, once for each service, or CARDS_URL, FEEDS_URL, NOTIFICATIONS_URL
                --token=<token>, or better OPERATOR_TOKEN: other users see a command's arguments
`;

/** @typedef {ReturnType<typeof readEventsOptions>} EventsOptions */

/**
 * @param {readonly string[]} args
 * @throws {StartError} `bad-option`
 */
export function readEventsOptions(args) {
  const { values, positionals } = parse(args);
  const [verb = 'help', subject, ...rest] = positionals;
  if (rest.length > 0) throw badOption(`"${rest.join(' ')}" is too much.`);
  return {
    ...values,
    verb: values.help ? 'help' : verb,
    subject,
    data: resolve(values.data),
    operator: values.as ?? nameOfUser(),
    status: statusOf(values.status),
    limit: wholeNumber('limit', values.limit) ?? 50,
    from: wholeNumber('from', values.from),
    to: wholeNumber('to', values.to),
  };
}

/** @param {readonly string[]} args */
function parse(args) {
  const text = /** @type {const} */ ({ type: 'string' });
  const flag = /** @type {const} */ ({ type: 'boolean', default: false });
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        service: text,
        status: text,
        type: text,
        signature: text,
        aggregate: text,
        reason: text,
        as: text,
        limit: text,
        from: text,
        to: text,
        token: text,
        url: { type: 'string', multiple: true, default: [] },
        data: { type: 'string', default: DATA },
        all: flag,
        each: flag,
        json: flag,
        help: flag,
      },
    });
  } catch (error) {
    throw badOption(error instanceof Error ? error.message : String(error));
  }
}

/** @param {string} message */
export function badOption(message) {
  return new StartError('bad-option', message, 'npm run events -- help tells what there is.');
}

/**
 * @param {string} name
 * @param {string | undefined} value
 */
function wholeNumber(name, value) {
  if (value === undefined) return undefined;
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 1)
    throw badOption(`--${name} must be a whole number from 1 on, not "${value}".`);
  return number;
}

/**
 * @param {string | undefined} value
 * @returns {import('#eventing').ParkedStatus | undefined}
 */
function statusOf(value) {
  if (value === undefined || value === 'waiting' || value === 'retrying' || value === 'dead') return value;
  throw badOption(`--status must be waiting, retrying or dead, not "${value}".`);
}

/** As far as it fits into a header. */
function nameOfUser() {
  try {
    return (
      userInfo()
        .username.replace(/[^\w .@:+-]/g, '_')
        .slice(0, 100) || 'operator'
    );
  } catch {
    return 'operator';
  }
}
