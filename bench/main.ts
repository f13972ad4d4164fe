import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { TRANSPORT_NAMES } from '#eventing';
import { StartError } from '../infra/dev/servers/processes.mjs';
import { apiBench } from './api.ts';
import { commandBench } from './command.ts';
import { consumeBench } from './consume.ts';
import { type Figure, table } from './figures.ts';
import { footprintBench } from './footprint.ts';
import { growthBench } from './growth.ts';
import { httpBench } from './http.ts';
import { latencyBench } from './latency.ts';
import { importBench } from './import.ts';
import { tracingBench } from './tracing.ts';
import { relayBench } from './relay.ts';
import { peersBench } from './peers/peers.ts';
import type { BenchOptions } from './run.ts';

interface Bench {
  run: (options: BenchOptions) => Promise<Figure[]>;
  /** One line of the help. */
  about: string;
}

export const BENCHES: Readonly<Record<string, Bench>> = {
  relay: { run: relayBench, about: 'drain an outbox into the broker' },
  consume: { run: consumeBench, about: 'from the broker to the committed projection row' },
  command: { run: commandBench, about: 'the transaction of a command: aggregate, event store, outbox' },
  latency: { run: latencyBench, about: 'from the commit of a command to the commit of its effect' },
  http: { run: httpBench, about: 'the same through the whole system, over HTTP' },
  api: { run: apiBench, about: 'what client apps ask most, at 10,000 and at 1,000,000 activities' },
  peers: { run: peersBench, about: 'ours, BullMQ, pg-boss, Emmett and Nest’s NATS on the same work' },
  growth: { run: growthBench, about: 'relay, consume and command with ever more events stored' },
  footprint: { run: footprintBench, about: 'memory and idle processor of each service' },
  tracing: { run: tracingBench, about: 'processor time of a save, traced and not' },
  import: { run: importBench, about: 'a bibliography over HTTP until it is in the feed' },
};

export const HELP = `npm run bench -- [name…] [options]

Figures beside their limit: a loop by hand that is measured in turns with ours, or a stated bound. All benches when
none is named.

${Object.entries(BENCHES)
  .map(([name, { about }]) => `  ${name.padEnd(12)}${about}`)
  .join('\n')}

  --transport=<name>  ${TRANSPORT_NAMES.join(', ')} or all; nats unless given
  --disk              the servers' data on the disk, to see the whole; without it on a RAM disk, to see the code
  --pairs=N           rounds of each measurement beside its limit, 5 unless given
  --quick             small amounts and one round: shows that it runs, the figures say little
  --against=<folder>  tracing only: another checkout, built (npm run build), measured in turns with this one
  --json              an array of {bench, transport, value, unit, limit, ratio} on standard output
`;

/** Runs the benches named on the command line. */
export async function main(args: string[]): Promise<void> {
  const { names, options, json, help } = readArguments(args);
  if (help) return void process.stdout.write(HELP);
  const figures: Figure[] = [];
  for (const name of names) {
    options.say(`${name} (${options.profile === 'ram' ? 'RAM disk' : 'disk'})`);
    figures.push(...((await BENCHES[name]?.run(options)) ?? []));
  }
  process.stdout.write(`${json ? JSON.stringify(figures, null, 2) : table(figures)}\n`);
}

/** @throws StartError that says what there is. */
export function readArguments(args: string[]): {
  names: string[];
  options: BenchOptions;
  json: boolean;
  help: boolean;
} {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      disk: { type: 'boolean', default: false },
      quick: { type: 'boolean', default: false },
      pairs: { type: 'string' },
      transport: { type: 'string', default: 'nats' },
      against: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  const unknown = positionals.filter((name) => !(name in BENCHES));
  if (unknown.length > 0)
    throw new StartError('usage', `There is no bench "${unknown.join('", "')}".\n\n${HELP}`);
  const transports =
    values.transport === 'all'
      ? TRANSPORT_NAMES
      : TRANSPORT_NAMES.filter((name) => values.transport.split(',').includes(name));
  if (transports.length === 0)
    throw new StartError('usage', `There is no transport "${values.transport}".\n\n${HELP}`);
  const pairs = Number(values.pairs ?? (values.quick ? 1 : 5));
  if (!Number.isInteger(pairs) || pairs < 1)
    throw new StartError('usage', `--pairs must be a whole number from 1, not "${String(values.pairs)}".`);
  return {
    names: positionals.length > 0 ? positionals : Object.keys(BENCHES),
    options: {
      transports,
      pairs,
      against: values.against === undefined ? undefined : resolve(values.against),
      quick: values.quick,
      profile: values.disk ? 'disk' : 'ram',
      say: (line) => process.stderr.write(`${line}\n`),
    },
    json: values.json,
    help: values.help,
  };
}
