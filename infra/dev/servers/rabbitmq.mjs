/** A RabbitMQ server of our own, with the topology and the rights of production. */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { definitionsOf, VHOST } from '../../rabbitmq/topology.mjs';
import { startEpmd } from './epmd.mjs';
import { freePort } from './ports.mjs';
import { reasonOf, StartError, startProcess, tailOf, waitUntil } from './processes.mjs';

/**
 * @typedef {object} RabbitServer
 * @property {(identity: string) => string} urlOf With the identity's password in it.
 * @property {import('../../rabbitmq/topology.mjs').Passwords} passwords
 * @property {number} port
 * @property {number} pid Of the process that runs now, or ran last.
 * @property {string} logFile
 * @property {readonly [string, ...string[]]} ctl The `rabbitmqctl` of this server's version.
 * @property {NodeJS.ProcessEnv} ctlEnv With it that talks to this server.
 * @property {() => import('./processes.mjs').RunningProcess} process
 * @property {() => Promise<void>} start After a stop, a kill or a crash: on the same ports, with the same data.
 * @property {() => Promise<void>} stop
 * @property {() => Promise<void>} kill
 */

/** @typedef {{ port: number, distPort: number, epmdPort: number }} Ports */

/** It stands in the data: a server that is started again must have the same. Which node it is, its epmd knows. */
const NODE_NAME = 'commonplace@localhost';
const STARTUP_DEADLINE_MS = 120_000;
/** What a client of AMQP 0-9-1 says first. */
const PROTOCOL_HEADER = Buffer.from('AMQP\0\0\x09\x01', 'latin1');

/**
 * @param {object} options
 * @param {string} options.dataDir Made when missing; everything of this server is in it.
 * @param {import('./find-rabbitmq.mjs').RabbitProgram} options.program
 * @param {import('../../rabbitmq/topology.mjs').Passwords} options.passwords
 * @param {number} [options.port] Used when it is free.
 * @param {Readonly<Record<string, number>>} [options.settings] Of the Erlang application `rabbit`, beside its configuration.
 * @param {(line: string) => void} options.log
 * @param {string} [options.logFile]
 * @param {import('./process-record.mjs').ProcessRecord | undefined} [options.record]
 * @returns {Promise<RabbitServer>}
 */
export async function startRabbit({ dataDir, program, passwords, settings = {}, log, record, ...options }) {
  const home = resolve(dataDir);
  mkdirSync(home, { recursive: true });
  const logFile = options.logFile ?? join(home, 'rabbitmq.log');
  const newPorts = async () => ({
    port: await freePort(options.port),
    distPort: await freePort(),
    epmdPort: await freePort(),
  });
  let ports = await newPorts();
  /** @type {import('./processes.mjs').RunningProcess} */
  let running;
  /** @type {import('./processes.mjs').RunningProcess | undefined} */
  let epmd;
  const endEpmd = async () => {
    await epmd?.kill();
    epmd = undefined;
  };

  /** @param {{ mayMove: boolean }} options */
  async function start({ mayMove }) {
    const deadline = Date.now() + STARTUP_DEADLINE_MS;
    for (;;) {
      writeConfiguration(home, passwords, ports, program.kind);
      await endEpmd();
      if (program.kind === 'binary')
        epmd = await startEpmd({ server: program.path, home, port: ports.epmdPort, record });
      const how =
        program.kind === 'binary'
          ? asBinary(program.path, home, ports, settings)
          : asContainer(program, home, ports);
      running = await startProcess({ name: 'rabbitmq', logFile, record, cwd: home, ...how });
      if (await isReady(ports.port, running, deadline)) return;
      const said = reasonIn(logFile);
      await running.kill();
      await endEpmd();
      if (Date.now() > deadline || !/eaddrinuse|port is already allocated/.test(said)) {
        throw new StartError('rabbitmq-failed', `RabbitMQ did not start. From ${logFile}:\n${said}`);
      }
      if (mayMove) {
        ports = await newPorts();
        log(`Another program took RabbitMQ's port; trying ${ports.port}.`);
      } else await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  const ctl = () =>
    /** @type {[string, ...string[]]} */ (
      program.kind === 'binary'
        ? [join(dirname(realpathSync(program.path)), 'rabbitmqctl')]
        : [program.engine, 'exec', '-i', containerName(home), 'rabbitmqctl']
    );

  async function startAgain() {
    await start({ mayMove: false });
    await electLeaders(ctl(), environment(home, ports), log);
  }

  await start({ mayMove: true });
  return {
    urlOf: (identity) =>
      `amqp://${identity}:${encodeURIComponent(passwords[identity] ?? '')}@127.0.0.1:${ports.port}/${VHOST}`,
    passwords,
    get port() {
      return ports.port;
    },
    get pid() {
      return running.pid;
    },
    logFile,
    ctl: ctl(),
    get ctlEnv() {
      return environment(home, ports);
    },
    process: () => running,
    start: startAgain,
    async stop() {
      // A process that stands still does not hear that it should end.
      running.signal('SIGCONT');
      await running.stop();
      await endEpmd();
    },
    async kill() {
      // Killing an engine's client leaves the container itself alive.
      if (program.kind === 'container')
        await promisify(execFile)(program.engine, ['kill', containerName(home)]);
      await running.kill();
      await endEpmd();
    },
  };
}

/**
 * Waits until every quorum queue has a leader, and has one elected where none comes by itself: after a kill, 3.10 left
 * a queue of a single server a follower for good in one of three restarts, and a publisher then waits for ever.
 */
const ELECTION = `F = fun
  F(0) -> [Name || {Name, State} <- ets:tab2list(ra_state), State =/= leader];
  F(Tries) ->
    case [Name || {Name, State} <- ets:tab2list(ra_state), State =/= leader] of
      [] -> [];
      Waiting ->
        case Tries rem 5 of
          0 -> [catch ra:trigger_election({Name, node()}) || Name <- Waiting];
          _ -> later
        end,
        timer:sleep(200),
        F(Tries - 1)
    end
  end,
  F(49).`;

/**
 * @param {readonly [string, ...string[]]} ctl
 * @param {NodeJS.ProcessEnv} env
 * @param {(line: string) => void} log
 */
async function electLeaders([program, ...args], env, log) {
  try {
    const { stdout } = await promisify(execFile)(program, [...args, 'eval', ELECTION], {
      env,
      timeout: 60_000,
    });
    if (stdout.trim() !== '[]') log(`These queues of RabbitMQ have no leader: ${stdout.trim()}`);
  } catch (error) {
    // It runs; whether its queues do, shows.
    log(`RabbitMQ does not say whether its queues have leaders: ${reasonOf(error)}`);
  }
}

/**
 * @param {string} home
 * @param {import('../../rabbitmq/topology.mjs').Passwords} passwords
 * @param {Ports} ports
 * @param {'binary' | 'container'} kind
 */
function writeConfiguration(home, passwords, { port }, kind) {
  const definitions = join(home, 'definitions.json');
  writeFileSync(definitions, JSON.stringify(definitionsOf(passwords)), { mode: 0o600 });
  const lines = [
    `listeners.tcp.default = ${kind === 'binary' ? `127.0.0.1:${port}` : '5672'}`,
    `load_definitions = ${kind === 'binary' ? definitions : '/etc/commonplace/definitions.json'}`,
    'log.console = true',
    'log.console.level = warning',
  ];
  writeFileSync(join(home, 'rabbitmq.conf'), [...lines, ''].join('\n'));
  writeFileSync(join(home, 'enabled_plugins'), '[].\n');
}

/**
 * The server's environment, and that of `rabbitmqctl`. Nothing of the machine's own RabbitMQ is in it.
 * @param {string} home
 * @param {Ports} ports
 */
function environment(home, { distPort, epmdPort }) {
  const others = Object.entries(process.env).filter(([name]) => !/^(RABBITMQ_|ERL_)/.test(name));
  return {
    ...Object.fromEntries(others),
    // The cookie by which `rabbitmqctl` is let in lies there.
    HOME: home,
    RABBITMQ_NODENAME: NODE_NAME,
    RABBITMQ_DIST_PORT: String(distPort),
    RABBITMQ_CTL_DIST_PORT_MIN: '1024',
    RABBITMQ_CTL_DIST_PORT_MAX: '65535',
    ERL_EPMD_PORT: String(epmdPort),
    ERL_EPMD_ADDRESS: '127.0.0.1',
    RABBITMQ_CONF_ENV_FILE: join(home, 'no-rabbitmq-env.conf'),
  };
}

/**
 * @param {string} command
 * @param {string} home
 * @param {Ports} ports
 * @param {Readonly<Record<string, number>>} settings
 */
function asBinary(command, home, ports, settings) {
  const erlang = [
    // Keeps other machines out.
    '-kernel inet_dist_use_interface {127,0,0,1}',
    ...Object.entries(settings).map(([name, value]) => `-rabbit ${name} ${value}`),
  ];
  return {
    command,
    // Erlang does not know it: it has the data folder on the command line, by which a leftover is known.
    args: ['-commonplace', home],
    marker: home,
    env: {
      ...environment(home, ports),
      RABBITMQ_CONFIG_FILE: join(home, 'rabbitmq.conf'),
      RABBITMQ_ADVANCED_CONFIG_FILE: join(home, 'no-advanced.config'),
      RABBITMQ_ENABLED_PLUGINS_FILE: join(home, 'enabled_plugins'),
      RABBITMQ_MNESIA_BASE: join(home, 'data'),
      RABBITMQ_LOG_BASE: join(home, 'log'),
      RABBITMQ_LOGS: '-',
      // The script then becomes the server, so that signals reach the server itself.
      RUNNING_UNDER_SYSTEMD: 'true',
      RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: erlang.join(' '),
    },
  };
}

/**
 * @param {import('./find-rabbitmq.mjs').RabbitContainer} program
 * @param {string} home
 * @param {Ports} ports
 */
function asContainer(program, home, { port }) {
  const files = ['rabbitmq.conf', 'definitions.json'].map((name) => join(home, name));
  return {
    command: program.engine,
    args: [
      'run',
      '--rm',
      ...['--name', containerName(home), '-p', `127.0.0.1:${port}:5672`],
      ...files.flatMap((file) => ['-v', `${file}:/etc/commonplace/${file.slice(home.length + 1)}:ro`]),
      ...['-v', `${join(home, 'data')}:/var/lib/rabbitmq`],
      ...[
        '-e',
        `RABBITMQ_NODENAME=${NODE_NAME}`,
        '-e',
        'RABBITMQ_CONFIG_FILE=/etc/commonplace/rabbitmq.conf',
      ],
      program.image,
    ],
    marker: containerName(home),
  };
}

/** @param {string} home */
function containerName(home) {
  return `commonplace-rabbitmq-${createHash('sha256').update(home).digest('hex').slice(0, 12)}`;
}

/**
 * The first errors of the last start: what follows them is Erlang's own account of the end, pages of it.
 * @param {string} file
 */
function reasonIn(file) {
  const errors = tailOf(file, 200)
    .split('\n')
    .filter((line) => /\[error\] \S+ +\S|already allocated|^ERROR/.test(line));
  return errors.length > 0 ? errors.slice(0, 12).join('\n') : tailOf(file);
}

/**
 * It listens when it has loaded its definitions.
 * @param {number} port
 * @param {import('./processes.mjs').RunningProcess} running
 * @param {number} deadline
 */
async function isReady(port, running, deadline) {
  try {
    await waitUntil(async () => !running.isRunning() || (await answers(port)), {
      what: 'RabbitMQ',
      deadlineMs: deadline - Date.now(),
    });
  } catch {
    return false;
  }
  return running.isRunning();
}

/**
 * Whether the server begins a conversation; an engine's proxy takes connections before there is one.
 * @param {number} port
 * @returns {Promise<boolean>}
 */
function answers(port) {
  return new Promise((resolve) => {
    const socket = connect({ port, host: '127.0.0.1' });
    /** @param {boolean} answer */
    const done = (answer) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(2_000, () => done(false));
    socket.once('connect', () => socket.write(PROTOCOL_HEADER));
    socket.once('data', () => done(true));
    socket.once('error', () => done(false));
    socket.once('close', () => done(false));
  });
}
