/** Erlang's own name service: a server would else start one on its fixed port, which outlives everything. */
import { delimiter, dirname, join } from 'node:path';
import { onPath } from './find-program.mjs';
import { StartError, startProcess } from './processes.mjs';

/**
 * @param {object} options
 * @param {string} options.server The program that it is for; an Erlang may lie beside it.
 * @param {string} options.home Where its log goes.
 * @param {number} options.port
 * @param {import('./process-record.mjs').ProcessRecord | undefined} [options.record]
 */
export function startEpmd({ server, home, port, record }) {
  const beside = join(dirname(server), '..', '..', 'erlang', 'bin');
  const path = [process.env['PATH'] ?? '', beside, '/usr/lib/erlang/bin'].join(delimiter);
  const command = onPath('epmd', { PATH: path });
  if (!command) {
    throw new StartError('no-epmd', "There is no epmd, Erlang's name service.", 'Put it on the PATH.');
  }
  return startProcess({
    name: 'epmd',
    command,
    args: ['-port', String(port), '-address', '127.0.0.1'],
    marker: `-port ${port}`,
    logFile: join(home, 'epmd.log'),
    cwd: home,
    record,
  });
}
