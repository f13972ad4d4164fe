-- The cursors of a batch's aggregates, by one index probe each, whatever the planner believes of the table. A consumer
-- that begins with an empty table has the plan of its statements cached then; it scans the table for each key, and goes
-- on so until the table is analysed: 300 ms a batch at 10,000 aggregates.
CREATE FUNCTION inbox_cursors_of(of_consumer text, of_generation integer, sources text[], aggregate_ids text[])
RETURNS TABLE (source text, aggregate_id text, sequence bigint)
LANGUAGE plpgsql STABLE SET enable_seqscan = off AS $$
BEGIN
  RETURN QUERY
    SELECT c.source, c.aggregate_id, c.sequence
    FROM unnest(sources, aggregate_ids) AS k (source, aggregate_id)
    CROSS JOIN LATERAL (
      SELECT i.source, i.aggregate_id, i.sequence FROM inbox_cursors i
      WHERE i.consumer = of_consumer AND i.generation = of_generation
        AND i.source = k.source AND i.aggregate_id = k.aggregate_id
      LIMIT 1
    ) c;
END $$;
