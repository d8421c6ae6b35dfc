-- What the public sees has changed: a new number, known to others exactly when the change is. No row is written by two
-- transactions, so nobody waits for anybody; each takes away what it sees of its neighbours, so few rows remain.
-- Any set of numbers that was there before a change is never there again after it: one of them is new.
CREATE TABLE records_shown (id bigint PRIMARY KEY);
CREATE SEQUENCE records_shown_number OWNED BY records_shown.id;

CREATE FUNCTION records_shown() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    latest bigint := nextval('records_shown_number');
BEGIN
    IF current_setting('transaction_isolation') = 'read committed' THEN
        DELETE FROM records_shown WHERE id IN (
            SELECT id FROM records_shown WHERE id BETWEEN latest - 8 AND latest - 1 FOR UPDATE SKIP LOCKED);
    END IF;
    INSERT INTO records_shown VALUES (latest);
    RETURN NULL;
END $$;
