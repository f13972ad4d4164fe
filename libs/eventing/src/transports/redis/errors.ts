/** There is no connection now. It is made again for ever; whoever asked tries again later. */
export class RedisUnavailableError extends Error {
  override readonly name = 'RedisUnavailableError';
  readonly code = 'redis-unavailable';

  constructor(cause: Error | undefined) {
    super(`Not connected to the Redis server${cause === undefined ? '' : `: ${cause.message}`}`, { cause });
  }
}

/**
 * A stream or a consumer group is missing: the server was never provisioned, or has lost its data. Events that only
 * it had are gone; their producers publish them again when a consumer misses them, or when they are asked to.
 */
export class RedisNotProvisionedError extends Error {
  override readonly name = 'RedisNotProvisionedError';
  readonly code = 'redis-not-provisioned';

  constructor(what: string, options?: ErrorOptions) {
    super(
      `The Redis server has no ${what}: it is not provisioned, or has lost its data.` +
        ' Run infra/redis/provision.mjs, and find out which if it has been.',
      options,
    );
  }
}

/** What the server says of a missing stream or group, in our words; any other error as it is. */
export function inOurWords(error: unknown, consumer: string): Error {
  const known = error instanceof Error ? error : new Error(String(error));
  return /^NOGROUP|no such key/.test(known.message)
    ? new RedisNotProvisionedError(`stream or group of the consumer "${consumer}"`, { cause: known })
    : known;
}
