import { collectionCreatedV1ToV2 } from './cards/collection-created.v1-to-v2.js';
import type { EventUpcaster } from './event-upcaster.js';

/** Every step from an older major to the next: from each event's first major to its newest without a gap. */
export const UPCASTERS: readonly EventUpcaster[] = [collectionCreatedV1ToV2];
