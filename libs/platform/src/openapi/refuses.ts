import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';

/** The `ETag` of an answer, for the description of the API. */
export const TAGGED = {
  ETag: {
    description: 'Its version, which `If-Match` of a command on it takes',
    required: true,
    schema: { type: 'string', pattern: '^"\\d+"$' },
  },
} as const;

/** The `Location` of what a command made, for the description of the API. */
export const LOCATED = {
  Location: { description: 'The path of it', required: true, schema: { type: 'string' } },
} as const;

const WHY = {
  403: 'It is not yours to change',
  404: 'There is no such thing',
  409: 'It is not as the command needs it',
  422: 'It can be read, and makes no sense',
} as const;

/**
 * Documents with which statuses a route refuses, beside those that every route of its kind may refuse with
 * (`conventions.ts`).
 */
export function Refuses(...statuses: readonly (keyof typeof WHY)[]): MethodDecorator & ClassDecorator {
  return applyDecorators(...statuses.map((status) => ApiResponse({ status, description: WHY[status] })));
}
