/**
 * How many followers a user or collection may have for what it does to be written to each one's timeline. Above it,
 * their feeds are merged on reading, which costs the writer nothing.
 */
export const FAN_OUT_LIMIT = 1_000;

/** Followers up to which a target goes on to be fanned out, and up to which it is again once it was not. */
export interface FanOutLimits {
  ends: number;
  resumes: number;
}

/**
 * The one decision between the two ways. On the way down only half the limit turns it, so that a target that gains and
 * loses followers around the limit does not write and drop timelines with each.
 */
export function fanOutLimits(limit: number): FanOutLimits {
  return { ends: limit, resumes: Math.floor(limit / 2) };
}
