const NOT_FOUND = 404;

/** There is no connection now. It is made again for ever; whoever asked tries again later. */
export class RabbitUnavailableError extends Error {
  override readonly name = 'RabbitUnavailableError';
  readonly code = 'rabbitmq-unavailable';

  constructor(cause?: Error) {
    super(`Not connected to RabbitMQ${cause === undefined ? '' : `: ${cause.message}`}`, { cause });
  }
}

/** The broker is short of memory or disk, and reads nothing from those that publish. What is stored can be consumed. */
export class RabbitBlockedError extends Error {
  override readonly name = 'RabbitBlockedError';
  readonly code = 'rabbitmq-blocked';

  constructor(reason: string) {
    super(`RabbitMQ takes no messages now: ${reason}. Free memory or disk space on the broker.`);
  }
}

/**
 * An exchange or a queue is missing: the server was never provisioned, or has lost its data. Events that only it had
 * are gone; their producers publish them again when a consumer misses them, or when they are asked to.
 */
export class RabbitNotProvisionedError extends Error {
  override readonly name = 'RabbitNotProvisionedError';
  readonly code = 'rabbitmq-not-provisioned';

  constructor(cause: Error) {
    super(
      `${cause.message}. The server is not provisioned, or has lost its data:` +
        ' run infra/rabbitmq/provision.mjs, and find out which if it has been.',
      { cause },
    );
  }
}

export function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** What the server says of something missing, in our words; any other error as it is. */
export function inOurWords(error: unknown): Error {
  const known = asError(error);
  return 'code' in known && known.code === NOT_FOUND ? new RabbitNotProvisionedError(known) : known;
}
