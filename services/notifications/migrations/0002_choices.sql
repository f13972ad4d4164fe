CREATE TABLE "notifications"."choices" (
	"choice_id" uuid PRIMARY KEY NOT NULL,
	"person_id" text NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"collection_id" uuid GENERATED ALWAYS AS (case when kind in ('CARDS_OF_COLLECTION', 'MUTED_COLLECTION') then subject::uuid end) STORED,
	"periods" "tstzmultirange" NOT NULL,
	"version" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "notifications"."collection_cards" (
	"collection_id" uuid NOT NULL,
	"card_id" uuid NOT NULL,
	"added_by" text NOT NULL,
	"save_id" uuid NOT NULL,
	"added_at" timestamp(3) with time zone NOT NULL,
	"url" text NOT NULL,
	"title" text,
	CONSTRAINT "collection_cards_collection_id_card_id_pk" PRIMARY KEY("collection_id","card_id")
);
--> statement-breakpoint
ALTER TABLE "notifications"."library_cards" ADD COLUMN "save_id" uuid;--> statement-breakpoint
CREATE INDEX "choices_person" ON "notifications"."choices" USING btree ("person_id","kind");--> statement-breakpoint
CREATE INDEX "choices_subject" ON "notifications"."choices" USING btree ("kind","subject");--> statement-breakpoint
CREATE INDEX "collection_cards_save" ON "notifications"."collection_cards" USING btree ("save_id");--> statement-breakpoint
CREATE INDEX "library_cards_save" ON "notifications"."library_cards" USING btree ("save_id");