ALTER TABLE "notifications"."inboxes" ADD COLUMN "seen_at" timestamp(3) with time zone;--> statement-breakpoint
ALTER TABLE "notifications"."inboxes" ADD COLUMN "seen_act_id" uuid;