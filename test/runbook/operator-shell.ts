import { spawn } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { ROOT } from '../../infra/dev/paths.mjs';

export interface Ran {
  exit: number;
  /** Both outputs, as a terminal would show them. */
  output: string;
}

const DEADLINE_MS = 120_000;

/** A terminal of an operator, with contexts and variables of its own. */
export class OperatorShell {
  readonly variables: Record<string, string>;
  readonly #natsCli: string;
  readonly #home: string;

  constructor(options: { natsCli: string; home: string; variables: Record<string, string> }) {
    this.#natsCli = options.natsCli;
    this.#home = options.home;
    this.variables = options.variables;
    mkdirSync(this.#home, { recursive: true });
  }

  /** Runs a script as `bash` would, ended by its first command that fails. */
  run(script: string, variables: Record<string, string> = {}): Promise<Ran> {
    const { PATH = '', HOME = '', CI } = process.env;
    const child = spawn('bash', ['-c', `exec 2>&1\nset -euo pipefail\n${script}`], {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
      timeout: DEADLINE_MS,
      env: {
        // The pinned Node, whichever the machine has.
        PATH: [dirname(this.#natsCli), dirname(process.execPath), PATH].join(delimiter),
        HOME,
        ...(CI === undefined ? {} : { CI }),
        NO_COLOR: '1',
        XDG_CONFIG_HOME: join(this.#home, 'config'),
        ...this.variables,
        ...variables,
      },
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', (code) => {
        resolve({ exit: code ?? -1, output });
      });
    });
  }
}
