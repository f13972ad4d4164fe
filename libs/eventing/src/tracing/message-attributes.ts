import type { Attributes } from '@opentelemetry/api';

/* What the spans of an event say of it, by OpenTelemetry's conventions for messaging. */

export function messageOf(type: string, name: string, event: { id: string; type: string }): Attributes {
  return {
    ...operation(type, name),
    'messaging.destination.name': event.type,
    'messaging.message.id': event.id,
  };
}

export function operation(type: string, name: string): Attributes {
  return { 'messaging.operation.type': type, 'messaging.operation.name': name };
}

/** What the conventions call a conversation is our correlation: all that one request led to. */
export function conversation(correlationId: string): Attributes {
  return { 'messaging.message.conversation_id': correlationId };
}
