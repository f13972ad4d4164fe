/** Why a rebuild can not go on. What it has built is kept unless said otherwise. */
export type RebuildCode =
  /** Another process rebuilds the same projection. */
  | 'rebuild-running'
  /** The schema for it was not provisioned. */
  | 'no-rebuild-schema'
  /** Migrations were applied since it began. */
  | 'schema-changed'
  /** Events can not be handled that the live projection has handled. */
  | 'events-refused'
  /** Events that the live projection has handled exist nowhere any more. */
  | 'history-gone'
  /** Nothing has moved for long. */
  | 'rebuild-stuck';

export class RebuildError extends Error {
  override readonly name = 'RebuildError';

  constructor(
    readonly code: RebuildCode,
    message: string,
  ) {
    super(message);
  }
}
