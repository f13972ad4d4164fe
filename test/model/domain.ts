import { ChoiceModel } from './choices.ts';
import { ConnectionModel } from './connections.ts';
import type { Fact } from './facts.ts';
import { FeedModel } from './feeds.ts';
import { FollowModel } from './follows.ts';
import { InboxModel } from './inbox.ts';
import { LibraryModel } from './library.ts';
import { NotificationModel } from './notifications.ts';

/**
 * What the three services should come to, in memory and one thing after the other.
 *
 * Commands are asked of the parts that they are given to, which say what would happen; `apply` lets it happen, for
 * everybody. It says what docs/domain.md says, and shares not a line with the services.
 */
export class DomainModel {
  readonly library = new LibraryModel();
  readonly connections = new ConnectionModel();
  readonly follows = new FollowModel();
  readonly feeds = new FeedModel();
  readonly choices = new ChoiceModel();
  readonly inbox = new InboxModel();
  readonly notifications = new NotificationModel({
    library: this.library,
    connections: this.connections,
    choices: this.choices,
  });

  apply(facts: readonly Fact[]): void {
    for (const fact of facts) {
      // First: who is told of an act is decided by what there was before it.
      this.notifications.apply(fact);
      this.library.apply(fact);
      this.connections.apply(fact);
      this.follows.apply(fact);
      this.feeds.apply(fact);
      this.choices.apply(fact);
      this.inbox.apply(fact);
    }
  }
}
