CREATE TABLE "feeds"."follow_targets" (
	"target_type" text NOT NULL,
	"target_id" text NOT NULL,
	"followers" integer NOT NULL,
	"fans_out" boolean NOT NULL,
	CONSTRAINT "follow_targets_target_type_target_id_pk" PRIMARY KEY("target_type","target_id")
);
--> statement-breakpoint
CREATE TABLE "feeds"."timeline_entries" (
	"follower_id" text NOT NULL,
	"target_type" text NOT NULL,
	"target_id" text NOT NULL,
	"activity_id" uuid NOT NULL,
	"source_id" uuid NOT NULL,
	"occurred_at" timestamp(3) with time zone NOT NULL,
	CONSTRAINT "timeline_entries_key" PRIMARY KEY("target_type","target_id","follower_id","activity_id","source_id")
);
--> statement-breakpoint
CREATE INDEX "timeline_entries_latest" ON "feeds"."timeline_entries" USING btree ("follower_id","occurred_at","activity_id");--> statement-breakpoint
CREATE INDEX "timeline_entries_entry" ON "feeds"."timeline_entries" USING btree ("activity_id","source_id");--> statement-breakpoint
CREATE INDEX "follows_target" ON "feeds"."follows" USING btree ("target_type","target_id") WHERE "feeds"."follows"."active";--> statement-breakpoint
INSERT INTO "feeds"."follow_targets" ("target_type", "target_id", "followers", "fans_out") SELECT "target_type", "target_id", count(*), false FROM "feeds"."follows" WHERE "active" GROUP BY 1, 2;
