import { parseArgs } from 'node:util';
import type { TransportName } from '../../infra/dev/brokers/broker.mjs';
import { StartError } from '../../infra/dev/servers/processes.mjs';
import { FAULT_TRANSPORTS } from './system/open-broker.ts';

export const HELP = `npm run test:faults -- [options]

Runs the whole system under load while its parts are killed, frozen, cut off and filled up, and then holds what it
shows against what it had acknowledged. docs/faults.md tells more.

  --seed=N             the same seed gives the same commands and the same faults; a random one unless given
  --minutes=M          of load, 1 unless given; longer when all kinds of faults need longer to come three times, and
                       with more rounds of them when there is time
  --transport=nats     what carries the events: ${FAULT_TRANSPORTS.join(', ')}
  --cluster            three servers, as in production (nats only)
  --replicas=R         of each service, 2 unless given
  --rate=N             commands offered a second, 210 unless given
  --ci                 one run on each transport after the other, with one seed; ends with "N passed, N failed"
  --json               the result as one object on standard output
  --keep               the servers' data and logs are kept also when nothing is wrong
`;

export interface FaultOptions {
  seed: number;
  minutes: number;
  transport: TransportName;
  cluster: boolean;
  replicas: number;
  rate: number;
  ci: boolean;
  json: boolean;
  keep: boolean;
}

/** @returns undefined when help was asked for */
export function readOptions(args: readonly string[]): FaultOptions | undefined {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
      minutes: { type: 'string', default: '1' },
      transport: { type: 'string', default: 'nats' },
      cluster: { type: 'boolean', default: false },
      replicas: { type: 'string', default: '2' },
      rate: { type: 'string', default: '210' },
      ci: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const { cluster, ci, json, keep } = values;
  const transport = FAULT_TRANSPORTS.find((name) => name === values.transport);
  if (transport === undefined) {
    throw new StartError(
      'usage',
      `The transport "${values.transport}" is not available.

${HELP}`,
    );
  }
  if (cluster && transport !== 'nats')
    throw new StartError('usage', `Only nats runs as a cluster.\n\n${HELP}`);
  return {
    seed: number('seed', values.seed, 0),
    minutes: number('minutes', values.minutes, 0.1),
    replicas: number('replicas', values.replicas, 1),
    rate: number('rate', values.rate, 1),
    transport,
    cluster,
    ci,
    json,
    keep,
  };
}

/** The command that runs the same again. */
export function commandOf({ seed, minutes, transport, cluster, replicas, rate }: FaultOptions): string {
  const options = { seed, minutes, transport, replicas, rate };
  const flags = Object.entries(options).map(([name, value]) => `--${name}=${String(value)}`);
  if (cluster) flags.push('--cluster');
  return `npm run test:faults -- ${flags.join(' ')}`;
}

function number(name: string, text: string, least: number): number {
  const value = Number(text);
  if (Number.isFinite(value) && value >= least) return value;
  throw new StartError('usage', `--${name} must be a number from ${String(least)}, not "${text}".`);
}
