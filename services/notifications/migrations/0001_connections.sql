CREATE TABLE "notifications"."collections" (
	"collection_id" uuid PRIMARY KEY NOT NULL,
	"author_id" text NOT NULL,
	"name" text NOT NULL,
	"deleted" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notifications"."connection_ends" (
	"connection_id" uuid NOT NULL,
	"side" text NOT NULL,
	"url" text NOT NULL,
	"url_key" uuid GENERATED ALWAYS AS (md5(url)::uuid) STORED NOT NULL,
	"title" text,
	"collection_id" uuid,
	"collection_author_id" text,
	CONSTRAINT "connection_ends_connection_id_side_pk" PRIMARY KEY("connection_id","side")
);
--> statement-breakpoint
CREATE TABLE "notifications"."connections" (
	"connection_id" uuid PRIMARY KEY NOT NULL,
	"curator_id" text NOT NULL,
	"connection_type" text NOT NULL,
	"created_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notifications"."library_cards" (
	"card_id" uuid PRIMARY KEY NOT NULL,
	"curator_id" text NOT NULL,
	"url" text NOT NULL,
	"url_key" uuid GENERATED ALWAYS AS (md5(url)::uuid) STORED NOT NULL,
	"title" text,
	"added_at" timestamp(3) with time zone NOT NULL
);
--> statement-breakpoint
DROP INDEX "notifications"."notification_reads_recipient";--> statement-breakpoint
ALTER TABLE "notifications"."notification_reads" ADD COLUMN "act_id" uuid;--> statement-breakpoint
CREATE INDEX "connection_ends_url" ON "notifications"."connection_ends" USING btree ("url_key");--> statement-breakpoint
CREATE INDEX "connection_ends_author" ON "notifications"."connection_ends" USING btree ("collection_author_id") WHERE "notifications"."connection_ends"."collection_author_id" is not null;--> statement-breakpoint
CREATE INDEX "connections_curator" ON "notifications"."connections" USING btree ("curator_id","created_at");--> statement-breakpoint
CREATE INDEX "library_cards_curator" ON "notifications"."library_cards" USING btree ("curator_id","url_key");--> statement-breakpoint
CREATE INDEX "library_cards_url" ON "notifications"."library_cards" USING btree ("url_key","added_at");--> statement-breakpoint
CREATE INDEX "notification_reads_recipient" ON "notifications"."notification_reads" USING btree ("recipient_id","act_id");--> statement-breakpoint
UPDATE "notifications"."notification_reads" r SET "act_id" = n."act_id" FROM "notifications"."notification_reasons" n WHERE n."notification_id" = r."notification_id";
