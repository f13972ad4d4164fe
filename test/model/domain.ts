import type { Fact } from './facts.ts';
import { FeedModel } from './feeds.ts';
import { FollowModel } from './follows.ts';
import { LibraryModel } from './library.ts';
import { NotificationModel } from './notifications.ts';

/**
 * What the three services should come to, in memory and one thing after the other.
 *
 * Commands are asked of `library` and `follows`, which say what would happen; `apply` lets it happen, for everybody.
 * It says what docs/domain.md says, and shares not a line with the services.
 */
export class DomainModel {
  readonly library = new LibraryModel();
  readonly follows = new FollowModel();
  readonly feeds = new FeedModel();
  readonly notifications = new NotificationModel();

  apply(facts: readonly Fact[]): void {
    for (const fact of facts) {
      this.library.apply(fact);
      this.follows.apply(fact);
      this.feeds.apply(fact);
      this.notifications.apply(fact);
    }
  }
}
