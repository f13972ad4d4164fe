/** What people are shown is what the model says, all of it and nothing else. */
import type { DomainModel } from '../../model/domain.ts';
import { count } from './compare.ts';
import { globalFeedViolations, personFeedViolations, workFeedViolations } from './feed-rules.ts';
import { libraryViolations, workViolations } from './library-rules.ts';
import { notificationViolations } from './notification-rules.ts';
import type { Observation } from './observation.ts';
import { historyViolations, pastViolations } from './past-rules.ts';
import type { Violation } from './rules.ts';

export function stateViolations(model: DomainModel, observation: Observation): Violation[] {
  const told = model.notifications.byRecipient();
  const given = model.notifications.given().length;
  return [
    ...globalFeedViolations(model, observation),
    ...Object.entries(observation.people).flatMap(([did, view]) => [
      ...libraryViolations(model, did, view),
      ...personFeedViolations(model, did, view),
      ...notificationViolations(model, did, told.get(did) ?? [], view),
    ]),
    ...observation.works.flatMap((work) => [
      ...workViolations(model, work),
      ...workFeedViolations(model, work),
    ]),
    ...historyViolations(observation),
    ...pastViolations(model, observation),
    ...count('reason-rows', 'notification_reasons', given, observation.reasonRows),
  ];
}
