CREATE SCHEMA IF NOT EXISTS "feeds";
--> statement-breakpoint
CREATE TABLE "feeds"."activity_cards" (
	"activity_id" uuid NOT NULL,
	"card_id" uuid NOT NULL,
	"source_id" uuid NOT NULL,
	"collection_id" uuid,
	"curator_id" text,
	"url" text,
	"metadata" jsonb,
	CONSTRAINT "activity_cards_activity_id_card_id_source_id_pk" PRIMARY KEY("activity_id","card_id","source_id")
);
--> statement-breakpoint
CREATE TABLE "feeds"."cards" (
	"card_id" uuid PRIMARY KEY NOT NULL,
	"curator_id" text NOT NULL,
	"url" text NOT NULL,
	"metadata" jsonb NOT NULL,
	"removed" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "feeds"."collections" (
	"collection_id" uuid PRIMARY KEY NOT NULL,
	"author_id" text NOT NULL,
	"name" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "feeds"."feed_entries" (
	"activity_id" uuid NOT NULL,
	"source_id" uuid NOT NULL,
	"type" text NOT NULL,
	"actor_id" text NOT NULL,
	"occurred_at" timestamp(3) with time zone NOT NULL,
	"card_id" uuid,
	"collection_id" uuid,
	"import_id" uuid,
	CONSTRAINT "feed_entries_activity_id_source_id_pk" PRIMARY KEY("activity_id","source_id")
);
--> statement-breakpoint
CREATE TABLE "feeds"."follows" (
	"follow_id" uuid PRIMARY KEY NOT NULL,
	"follower_id" text NOT NULL,
	"target_type" text NOT NULL,
	"target_id" text NOT NULL,
	"active" boolean NOT NULL,
	"followed_at" timestamp(3) with time zone NOT NULL,
	"version" integer NOT NULL,
	"sequence" integer NOT NULL,
	CONSTRAINT "follows_follower_target" UNIQUE("follower_id","target_type","target_id")
);
--> statement-breakpoint
CREATE INDEX "activity_cards_card" ON "feeds"."activity_cards" USING btree ("card_id","source_id");--> statement-breakpoint
CREATE INDEX "activity_cards_collection" ON "feeds"."activity_cards" USING btree ("activity_id","collection_id") WHERE "feeds"."activity_cards"."collection_id" is not null;--> statement-breakpoint
CREATE INDEX "cards_removed" ON "feeds"."cards" USING btree ("card_id") WHERE "feeds"."cards"."removed";--> statement-breakpoint
CREATE INDEX "feed_entries_latest" ON "feeds"."feed_entries" USING btree ("occurred_at","activity_id");--> statement-breakpoint
CREATE INDEX "feed_entries_type" ON "feeds"."feed_entries" USING btree ("type","occurred_at","activity_id");--> statement-breakpoint
CREATE INDEX "feed_entries_actor" ON "feeds"."feed_entries" USING btree ("actor_id","occurred_at","activity_id");--> statement-breakpoint
CREATE INDEX "feed_entries_collection" ON "feeds"."feed_entries" USING btree ("collection_id","occurred_at","activity_id") WHERE "feeds"."feed_entries"."collection_id" is not null;--> statement-breakpoint
CREATE INDEX "feed_entries_card" ON "feeds"."feed_entries" USING btree ("card_id","source_id") WHERE "feeds"."feed_entries"."card_id" is not null;--> statement-breakpoint
CREATE INDEX "follows_active" ON "feeds"."follows" USING btree ("follower_id","followed_at","follow_id") WHERE "feeds"."follows"."active";