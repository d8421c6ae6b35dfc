-- The event of the current transaction, created by its first change. Who and why come from transaction-local settings.
CREATE FUNCTION records_event() RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    current bigint := nullif(current_setting('linli.event', true), '')::bigint;
BEGIN
    IF current IS NULL THEN
        INSERT INTO records_event (at, user_id, reason, job_id) VALUES (
            now(),
            nullif(current_setting('linli.user', true), '')::bigint,
            coalesce(current_setting('linli.reason', true), ''),
            nullif(current_setting('linli.job', true), '')::bigint)
        RETURNING id INTO current;
        PERFORM set_config('linli.event', current::text, true);
    END IF;
    RETURN current;
END $$;

-- Who and when, on the row itself. An update that changes nothing leaves no trace.
CREATE FUNCTION records_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        NEW.created_at := OLD.created_at;
        NEW.created_by_id := OLD.created_by_id;
        NEW.updated_at := OLD.updated_at;
        NEW.updated_by_id := OLD.updated_by_id;
        IF NEW IS NOT DISTINCT FROM OLD THEN
            RETURN NEW;
        END IF;
    END IF;
    NEW.updated_at := now();
    NEW.updated_by_id := nullif(current_setting('linli.user', true), '')::bigint;
    IF TG_OP = 'INSERT' THEN
        NEW.created_at := NEW.updated_at;
        NEW.created_by_id := NEW.updated_by_id;
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION records_log_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM new_rows) THEN
        INSERT INTO records_change (event_id, "table", row_id, op)
        SELECT event.id, TG_TABLE_NAME, n.id, 'I' FROM new_rows n, (SELECT records_event() AS id OFFSET 0) event;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION records_log_update() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM new_rows n JOIN old_rows o USING (id) WHERE n IS DISTINCT FROM o) THEN
        INSERT INTO records_change (event_id, "table", row_id, op, before, after)
        SELECT event.id, TG_TABLE_NAME, n.id, 'U', diff.before, diff.after
        FROM (SELECT records_event() AS id OFFSET 0) event,
             new_rows n JOIN old_rows o USING (id)
             CROSS JOIN LATERAL (
                 SELECT jsonb_object_agg(was.key, was.value) AS before, jsonb_object_agg(was.key, now.value) AS after
                 FROM jsonb_each(to_jsonb(o)) was JOIN jsonb_each(to_jsonb(n)) now USING (key)
                 WHERE was.value IS DISTINCT FROM now.value AND key NOT IN ('updated_at', 'updated_by_id')
             ) diff
        WHERE n IS DISTINCT FROM o;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION records_log_delete() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM old_rows) THEN
        INSERT INTO records_change (event_id, "table", row_id, op, before)
        SELECT event.id, TG_TABLE_NAME, o.id, 'D', to_jsonb(o)
        FROM old_rows o, (SELECT records_event() AS id OFFSET 0) event;
    END IF;
    RETURN NULL;
END $$;
