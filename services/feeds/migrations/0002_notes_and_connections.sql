CREATE TABLE "feeds"."connections" (
	"connection_id" uuid PRIMARY KEY NOT NULL,
	"curator_id" text NOT NULL,
	"connection_type" text NOT NULL,
	"note" text,
	"source" jsonb NOT NULL,
	"target" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "feeds"."cards" ALTER COLUMN "metadata" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "feeds"."activity_cards" ADD COLUMN "import_url" text;--> statement-breakpoint
ALTER TABLE "feeds"."activity_cards" ADD COLUMN "url_key" uuid GENERATED ALWAYS AS (md5(import_url)::uuid) STORED;--> statement-breakpoint
ALTER TABLE "feeds"."cards" ADD COLUMN "card_type" text DEFAULT 'URL' NOT NULL;--> statement-breakpoint
ALTER TABLE "feeds"."cards" ADD COLUMN "parent_card_id" uuid;--> statement-breakpoint
ALTER TABLE "feeds"."cards" ADD COLUMN "note" text;--> statement-breakpoint
ALTER TABLE "feeds"."cards" ADD COLUMN "quote" text;--> statement-breakpoint
ALTER TABLE "feeds"."cards" ADD COLUMN "selector" text;--> statement-breakpoint
ALTER TABLE "feeds"."collections" ADD COLUMN "deleted" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "feeds"."feed_entries" ADD COLUMN "connection_id" uuid;--> statement-breakpoint
ALTER TABLE "feeds"."feed_entries" ADD COLUMN "url" text;--> statement-breakpoint
ALTER TABLE "feeds"."feed_entries" ADD COLUMN "url_key" uuid GENERATED ALWAYS AS (md5(url)::uuid) STORED;--> statement-breakpoint
CREATE INDEX "activity_cards_import_url" ON "feeds"."activity_cards" USING btree ("url_key","activity_id") WHERE "feeds"."activity_cards"."url_key" is not null;--> statement-breakpoint
CREATE INDEX "cards_parent" ON "feeds"."cards" USING btree ("parent_card_id","card_id") WHERE "feeds"."cards"."parent_card_id" is not null;--> statement-breakpoint
CREATE INDEX "feed_entries_url" ON "feeds"."feed_entries" USING btree ("url_key","occurred_at","activity_id") WHERE "feeds"."feed_entries"."url_key" is not null;--> statement-breakpoint
UPDATE "feeds"."feed_entries" e SET "url" = coalesce(c."url", (SELECT a."url" FROM "feeds"."activity_cards" a WHERE a."activity_id" = e."activity_id" AND a."url" IS NOT NULL LIMIT 1)) FROM "feeds"."feed_entries" o LEFT JOIN "feeds"."cards" c ON c."card_id" = o."card_id" WHERE e."card_id" IS NOT NULL AND o."activity_id" = e."activity_id" AND o."source_id" = e."source_id";--> statement-breakpoint
UPDATE "feeds"."activity_cards" a SET "import_url" = coalesce(a."url", (SELECT c."url" FROM "feeds"."cards" c WHERE c."card_id" = a."card_id")) WHERE EXISTS (SELECT FROM "feeds"."feed_entries" e WHERE e."activity_id" = a."activity_id" AND e."import_id" IS NOT NULL);
