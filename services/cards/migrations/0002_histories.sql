-- Finds the cards that were in a library at some time, removed ones too, in the order of a library's pages.
CREATE INDEX "event_store_library" ON "cards"."event_store" USING btree
  ((data ->> 'curatorId'), ((data ->> 'addedAt') COLLATE "C"), (aggregate_id COLLATE "C"))
  WHERE type = 'CardAddedToLibrary';
--> statement-breakpoint
-- Finds the collections and connections that somebody ever made.
CREATE INDEX "event_store_owner" ON "cards"."event_store" USING btree
  (coalesce(data ->> 'curatorId', data ->> 'authorId'))
  WHERE version = 1 AND aggregate_type IN ('Collection', 'Connection');
