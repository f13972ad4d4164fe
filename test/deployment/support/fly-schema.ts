/**
 * What a `fly.toml` may hold, of what this project uses, after Fly's reference of its configuration. Closed: a name that
 * is not in it is a mistake, or belongs here. Durations and sizes are texts, as Fly writes them.
 */
const duration = { type: 'string', pattern: '^\\d+(ms|s|m|h)$' };
const size = { type: 'string', pattern: '^\\d+(mb|gb|GB)$' };
const port = { type: 'integer', minimum: 1, maximum: 65_535 };
const path = { type: 'string', pattern: '^/' };
const processes = { type: 'array', items: { type: 'string' } };
const text = { type: 'string', minLength: 1 };
const texts = { type: 'object', additionalProperties: { type: 'string' } };

const closed = (properties: object, required: string[] = []): object => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

const check = {
  method: { enum: ['GET', 'HEAD'] },
  path,
  interval: duration,
  timeout: duration,
  grace_period: duration,
};
const vm = { size: text, memory: size, processes };

export const FLY_SCHEMA = closed(
  {
    app: { type: 'string', pattern: '^[a-z][a-z0-9-]*$' },
    primary_region: { type: 'string', pattern: '^[a-z]{3}$' },
    // SIGINT unless said, after which Fly waits for 5 s; at most 5 minutes on a shared machine.
    kill_signal: { enum: ['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2'] },
    kill_timeout: duration,
    build: closed({ dockerfile: text, 'build-target': text, image: text }),
    deploy: closed({
      release_command: text,
      release_command_timeout: duration,
      strategy: { enum: ['rolling', 'immediate', 'canary', 'bluegreen'] },
      max_unavailable: { type: 'number', exclusiveMinimum: 0 },
      wait_timeout: duration,
    }),
    // Everything in an environment is text: a number is refused.
    env: texts,
    processes: texts,
    http_service: closed(
      {
        internal_port: port,
        force_https: { type: 'boolean' },
        auto_stop_machines: { enum: ['off', 'stop', 'suspend'] },
        auto_start_machines: { type: 'boolean' },
        min_machines_running: { type: 'integer', minimum: 0 },
        processes,
        concurrency: closed({
          type: { enum: ['requests', 'connections'] },
          soft_limit: { type: 'integer', minimum: 1 },
          hard_limit: { type: 'integer', minimum: 1 },
        }),
        checks: { type: 'array', items: closed(check, ['path']) },
      },
      ['internal_port'],
    ),
    checks: {
      type: 'object',
      additionalProperties: closed({ type: { enum: ['http', 'tcp'] }, port, processes, ...check }, [
        'type',
        'port',
      ]),
    },
    metrics: closed({ port, path }, ['port', 'path']),
    mounts: {
      type: 'array',
      items: closed(
        {
          source: { type: 'string', pattern: '^[a-z0-9_]{1,30}$' },
          destination: path,
          initial_size: size,
          auto_extend_size_threshold: { type: 'integer', minimum: 50, maximum: 99 },
          auto_extend_size_increment: size,
          auto_extend_size_limit: size,
          snapshot_retention: { type: 'integer', minimum: 1, maximum: 60 },
          processes,
        },
        ['source', 'destination'],
      ),
    },
    files: {
      type: 'array',
      items: closed({ guest_path: path, secret_name: text, processes }, ['guest_path', 'secret_name']),
    },
    restart: {
      type: 'array',
      items: closed({ policy: { enum: ['always', 'on-failure', 'never'] }, processes }),
    },
    vm: { type: 'array', items: closed(vm, ['size', 'memory']) },
  },
  ['app', 'primary_region', 'kill_signal', 'kill_timeout', 'build'],
);
