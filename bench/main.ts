import { parseArgs } from 'node:util';
import { StartError } from '../infra/dev/servers/processes.mjs';
import { type Figure, table } from './figures.ts';
import { importBench } from './import.ts';
import { latencyBench } from './latency.ts';
import { relayBench } from './relay.ts';
import type { BenchOptions } from './run.ts';

const BENCHES: Record<string, (options: BenchOptions) => Promise<Figure[]>> = {
  relay: relayBench,
  import: importBench,
  latency: latencyBench,
};

const HELP = `npm run bench -- [name…] [options]

  names        ${Object.keys(BENCHES).join(', ')}; all of them when none is given
  --json       one array of {bench, transport, value, unit, limit, ratio} on standard output
  --disk       the servers' data on the disk; without it on a RAM disk, where there is one
  --pairs=N    rounds of each measurement beside its limit, 5 unless given
  --transport=nats
`;

/** Runs the benches named on the command line. */
export async function main(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      disk: { type: 'boolean', default: false },
      pairs: { type: 'string', default: '5' },
      transport: { type: 'string', default: 'nats' },
      help: { type: 'boolean', default: false },
    },
  });
  const unknown = positionals.filter((name) => !(name in BENCHES));
  const pairs = Number(values.pairs);
  if (values.help) return void process.stdout.write(HELP);
  if (unknown.length > 0)
    throw new StartError('usage', `There is no bench "${unknown.join('", "')}".\n\n${HELP}`);
  if (values.transport !== 'nats')
    throw new StartError('usage', `The transport "${values.transport}" is not available; "nats" is.`);
  if (!Number.isInteger(pairs) || pairs < 1)
    throw new StartError('usage', `--pairs must be a whole number from 1, not "${values.pairs}".`);

  const options: BenchOptions = {
    pairs,
    profile: values.disk ? 'disk' : 'ram',
    say: (line) => process.stderr.write(`${line}\n`),
  };
  const figures: Figure[] = [];
  for (const name of positionals.length > 0 ? positionals : Object.keys(BENCHES)) {
    options.say(`${name} (${options.profile === 'ram' ? 'RAM disk' : 'disk'})`);
    figures.push(...((await BENCHES[name]?.(options)) ?? []));
  }
  process.stdout.write(`${values.json ? JSON.stringify(figures, null, 2) : table(figures)}\n`);
}
