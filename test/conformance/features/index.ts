import type { CaseId } from '../cases.js';
import type { Features } from '../support/case-world.js';
import { closing } from './closing.js';
import { crashes } from './crashes.js';
import { errors } from './errors.js';
import { healing } from './healing.js';
import { history } from './history.js';
import { lifecycle } from './lifecycle.js';
import { moving } from './moving.js';
import { order } from './order.js';
import { parking } from './parking.js';
import { publishing } from './publishing.js';
import { transactions } from './transactions.js';

/** What each case of the table does: the compiler misses the one that is not here. */
export const FEATURES: Features<CaseId> = {
  ...publishing,
  ...errors,
  ...closing,
  ...order,
  ...history,
  ...crashes,
  ...parking,
  ...healing,
  ...lifecycle,
  ...transactions,
  ...moving,
};
