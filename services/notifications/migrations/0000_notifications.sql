CREATE SCHEMA IF NOT EXISTS "notifications";
--> statement-breakpoint
CREATE TABLE "notifications"."notification_reads" (
	"notification_id" uuid PRIMARY KEY NOT NULL,
	"recipient_id" text NOT NULL,
	"read_up_to" timestamp(3) with time zone NOT NULL,
	"read_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notifications"."notification_reasons" (
	"notification_id" uuid NOT NULL,
	"source_id" uuid NOT NULL,
	"recipient_id" text NOT NULL,
	"act_id" uuid NOT NULL,
	"type" text NOT NULL,
	"rank" smallint NOT NULL,
	"actor_id" text NOT NULL,
	"occurred_at" timestamp(3) with time zone NOT NULL,
	"card_id" uuid,
	"card_url" text,
	"card_title" text,
	"via_card_id" uuid,
	"collection_id" uuid,
	"collection_name" text,
	CONSTRAINT "notification_reasons_notification_id_source_id_pk" PRIMARY KEY("notification_id","source_id")
);
--> statement-breakpoint
CREATE TABLE "notifications"."removed_cards" (
	"card_id" uuid PRIMARY KEY NOT NULL
);
--> statement-breakpoint
CREATE INDEX "notification_reads_recipient" ON "notifications"."notification_reads" USING btree ("recipient_id");--> statement-breakpoint
CREATE INDEX "notification_reasons_recipient" ON "notifications"."notification_reasons" USING btree ("recipient_id","occurred_at","notification_id");--> statement-breakpoint
CREATE INDEX "notification_reasons_source" ON "notifications"."notification_reasons" USING btree ("source_id","card_id");