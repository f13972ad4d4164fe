import { parseArgs } from 'node:util';
import type { TransportName } from '../../infra/dev/brokers/broker.mjs';
import { StartError } from '../../infra/dev/servers/processes.mjs';

const TRANSPORTS: readonly TransportName[] = ['nats', 'postgres', 'redis', 'rabbitmq'];

export const HELP = `npm run test:model -- [options]

Gives the whole system random commands from many clients at once, and a simple model of the domain the same ones in the
order in which the system did them. Then all that the system shows must be what the model says. docs/model.md tells
more.

  --commands=N         5000 unless given
  --seed=N             of the choice of commands; a random one unless given
  --transport=nats     what carries the events: ${TRANSPORTS.join(', ')}
  --clients=N          at once, 16 unless given
  --replicas=R         of each service, 2 unless given
  --people=N           who share the works: fewer race more; 12 unless given
  --works=N            60 unless given
  --keep               the servers' data and logs are kept also when nothing is wrong
`;

export interface ModelOptions {
  commands: number;
  seed: number;
  transport: TransportName;
  clients: number;
  replicas: number;
  people: number;
  works: number;
  keep: boolean;
}

/** @returns undefined when help was asked for */
export function readOptions(args: readonly string[]): ModelOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      commands: { type: 'string', default: '5000' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
      transport: { type: 'string', default: 'nats' },
      clients: { type: 'string', default: '16' },
      replicas: { type: 'string', default: '2' },
      people: { type: 'string', default: '12' },
      works: { type: 'string', default: '60' },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const transport = TRANSPORTS.find((name) => name === values.transport);
  if (transport === undefined) {
    throw new StartError('usage', `The transport "${values.transport}" is not available.\n\n${HELP}`);
  }
  return {
    commands: wholeNumber('commands', values.commands, 1),
    seed: wholeNumber('seed', values.seed, 0),
    clients: wholeNumber('clients', values.clients, 1),
    replicas: wholeNumber('replicas', values.replicas, 1),
    people: wholeNumber('people', values.people, 2),
    works: wholeNumber('works', values.works, 2),
    transport,
    keep: values.keep,
  };
}

/** The command that runs the same again. */
export function commandOf({ keep: _, ...options }: ModelOptions): string {
  const flags = Object.entries(options).map(([name, value]) => `--${name}=${String(value)}`);
  return `npm run test:model -- ${flags.join(' ')}`;
}

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least) return value;
  throw new StartError('usage', `--${name} must be a whole number from ${String(least)}, not "${text}".`);
}
