/**
 * How many followers a user or collection may have for what it does to be written to each one's timeline. Above it,
 * their feeds are merged on reading, which costs the writer nothing.
 */
export const FAN_OUT_LIMIT = 1_000;

/**
 * The one decision between the two ways. On the way down only half the limit turns it, so that a target that gains and
 * loses followers around the limit does not write and drop timelines with each.
 *
 * @param before what it was with one follower more or less
 */
export function fansOut(followers: number, before: boolean, limit: number): boolean {
  return followers <= (before ? limit : Math.floor(limit / 2));
}
