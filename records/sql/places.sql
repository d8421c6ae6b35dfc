-- Where a change happened: the division code of its row. `records_place` holds for each table the expression that tells
-- it of a row `r` (records/placing.py writes them); a table without one happens nowhere, which only the instance sees.
CREATE TABLE records_place ("table" name PRIMARY KEY, code text NOT NULL);

CREATE FUNCTION records_place_of(tracked name) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT format('left(%s, 12)', code) FROM records_place WHERE "table" = tracked), '''''');
$$;

CREATE OR REPLACE FUNCTION records_log_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM new_rows) THEN
        EXECUTE format(
            'INSERT INTO records_change (event_id, "table", row_id, op, place) SELECT $1, $2, r.id, ''I'', %s FROM new_rows r',
            records_place_of(TG_TABLE_NAME)) USING records_event(), TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION records_log_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM new_rows n JOIN old_rows o USING (id) WHERE n IS DISTINCT FROM o) THEN
        EXECUTE format($statement$
            INSERT INTO records_change (event_id, "table", row_id, op, before, after, place)
            SELECT $1, $2, r.id, 'U', diff.before, diff.after, %s
            FROM new_rows r JOIN old_rows o USING (id)
                 CROSS JOIN LATERAL (
                     SELECT jsonb_object_agg(was.key, was.value) AS before, jsonb_object_agg(was.key, now.value) AS after
                     FROM jsonb_each(to_jsonb(o)) was JOIN jsonb_each(to_jsonb(r)) now USING (key)
                     WHERE was.value IS DISTINCT FROM now.value AND key NOT IN ('updated_at', 'updated_by_id')
                 ) diff
            WHERE r IS DISTINCT FROM o $statement$,
            records_place_of(TG_TABLE_NAME)) USING records_event(), TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION records_log_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM old_rows) THEN
        EXECUTE format($statement$
            INSERT INTO records_change (event_id, "table", row_id, op, before, place)
            SELECT $1, $2, r.id, 'D', to_jsonb(r), %s FROM old_rows r $statement$,
            records_place_of(TG_TABLE_NAME)) USING records_event(), TG_TABLE_NAME;
    END IF;
    RETURN NULL;
END $$;
