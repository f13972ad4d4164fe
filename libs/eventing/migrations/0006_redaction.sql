-- People may have what they wrote forgotten. The event stays, with its place, type, time and version; fields of its
-- data go, and its metadata says which and when. Nothing else of a stored event can ever change.
DROP TRIGGER event_store_append_only ON event_store;

CREATE TRIGGER event_store_append_only BEFORE DELETE ON event_store
  FOR EACH STATEMENT EXECUTE FUNCTION event_store_is_append_only();

CREATE FUNCTION event_store_may_be_redacted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.position = OLD.position AND NEW.aggregate_type = OLD.aggregate_type
    AND NEW.aggregate_id = OLD.aggregate_id AND NEW.version = OLD.version
    AND NEW.type = OLD.type AND NEW.occurred_at = OLD.occurred_at
    AND NEW.metadata ?& ARRAY['redacted', 'redactedAt']
    AND NEW.metadata - 'redacted' - 'redactedAt' = OLD.metadata - 'redacted' - 'redactedAt'
    AND NEW.data = OLD.data - ARRAY(SELECT jsonb_array_elements_text(NEW.metadata -> 'redacted'))
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'event_store is append-only';
END $$;

CREATE TRIGGER event_store_redaction BEFORE UPDATE ON event_store
  FOR EACH ROW EXECUTE FUNCTION event_store_may_be_redacted();
