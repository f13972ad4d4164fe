import type { Database } from '../database.js';

/** Beyond a token's own end, for databases and services whose clocks are apart. */
const KEPT_LONGER_S = 60;
/** More than one, so that what was left behind is caught up with. */
const FORGOTTEN_AT_ONCE = 10;

/** Which tokens have been used, on any replica. */
export class UsedTokens {
  constructor(private readonly database: Database) {}

  /**
   * Takes note that a token is used, and forgets a few that have expired.
   *
   * @param lastUse When the token can be used for the last time, seconds since the epoch.
   * @returns Whether it is used for the first time.
   */
  async use(issuer: string, tokenId: string, lastUse: number): Promise<boolean> {
    const rows = await this.database.sql`
      with expired as (
        delete from used_tokens where (issuer, token_id) in (
          select issuer, token_id from used_tokens where expires_at < now()
          order by expires_at limit ${FORGOTTEN_AT_ONCE} for update skip locked)
      )
      insert into used_tokens (issuer, token_id, expires_at)
      values (${issuer}, ${tokenId}, to_timestamp(${lastUse + KEPT_LONGER_S}))
      on conflict do nothing
      returning token_id`;
    return rows.length > 0;
  }
}
