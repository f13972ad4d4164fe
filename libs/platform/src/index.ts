export { CurrentUser, OptionalUser, Public } from './auth.js';
export type { RouteNames } from './auth/lexicon-methods.js';
export { readConfig, type ServiceConfig } from './config.js';
export { anyOf } from './any-of.js';
export { Database } from './database.js';
export { placeholders, statement } from './statement.js';
export { eraseAnswers } from './idempotency/answers.js';
export { ApiEventStream } from './live/api-event-stream.js';
export type { LiveEvent } from './live/event-stream.js';
export type { LiveSource, LiveTopic } from './live/live-source.js';
export { LiveStreams } from './live/live-streams.js';
export { migrate } from './migrate.js';
export { migrationSources, runMigrations } from './run-migrations.js';
export {
  decodeCursor,
  encodeCursor,
  isPosition,
  pageOf,
  PageQuery,
  positionOf,
  type Page,
  type Position,
} from './paging.js';
export { People } from './people/people.js';
export { ApiPerson, PersonPipe } from './people/person.pipe.js';
export { PUBLIC_URL, READS_PAGES } from './platform.module.js';
export { describeService } from './openapi/serve-openapi.js';
export { LOCATED, Refuses, TAGGED } from './openapi/refuses.js';
export { Conditional, etagOf, IfMatch, Precondition } from './precondition.js';
export { ProblemError, type FieldError, type Problem } from './problem.js';
export { runService, startService, type RunningService, type ServiceDefinition } from './run-service.js';
export { FetchError } from './safe-fetch/fetch-error.js';
export { SafeFetch } from './safe-fetch/safe-fetch.js';
export { Characters, IsDid, Optional } from './validation.js';
