import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiProduces, ApiResponse } from '@nestjs/swagger';

/**
 * Describes a route that answers with a stream.
 *
 * @param events which events there are, and what their data is
 */
export function ApiEventStream(events: string): MethodDecorator & ClassDecorator {
  return applyDecorators(
    ApiProduces('text/event-stream'),
    ApiHeader({
      name: 'Last-Event-ID',
      required: false,
      description: 'The id of the last event that was received: what came after it is told first.',
    }),
    ApiOkResponse({ description: `Server-sent events: ${events}`, schema: { type: 'string' } }),
    ApiResponse({ status: 429, description: 'You have too many streams open' }),
    ApiResponse({ status: 503, description: 'This replica takes no stream now; try again' }),
  );
}
