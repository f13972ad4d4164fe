CREATE TABLE "notifications"."announcements" (
	"act_id" uuid NOT NULL,
	"recipient_id" text NOT NULL,
	CONSTRAINT "announcements_act_id_recipient_id_pk" PRIMARY KEY("act_id","recipient_id")
);
--> statement-breakpoint
CREATE TABLE "notifications"."announcements_due" (
	"act_id" uuid NOT NULL,
	"source_id" uuid NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	CONSTRAINT "announcements_due_act_id_source_id_pk" PRIMARY KEY("act_id","source_id")
);
--> statement-breakpoint
CREATE TABLE "notifications"."inboxes" (
	"inbox_id" uuid PRIMARY KEY NOT NULL,
	"recipient_id" text NOT NULL,
	"announced" integer NOT NULL,
	"last_read_at" timestamp(3) with time zone,
	"version" integer NOT NULL,
	"sequence" integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX "announcements_due_at" ON "notifications"."announcements_due" USING btree ("due_at");--> statement-breakpoint
CREATE INDEX "choices_collection" ON "notifications"."choices" USING btree ("collection_id") WHERE "notifications"."choices"."collection_id" is not null;--> statement-breakpoint
CREATE INDEX "notification_reasons_act" ON "notifications"."notification_reasons" USING btree ("act_id");