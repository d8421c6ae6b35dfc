-- Found again after it had been closed: the same indicator at the same place, without an indicator the same words.
-- Asked here, so that it is told whether a report, a form or a sheet brings the finding.
CREATE FUNCTION rectification_repeats() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND (OLD.indicator, OLD.title, OLD.found_on) = (NEW.indicator, NEW.title, NEW.found_on) THEN
        RETURN NEW;
    END IF;
    NEW.repeats_id := (
        SELECT earlier.id FROM rectification_finding earlier
        WHERE earlier.place = NEW.place AND earlier.state = 'closed' AND earlier.closed_on <= NEW.found_on
          AND earlier.id IS DISTINCT FROM NEW.id AND earlier.indicator = NEW.indicator
          AND (NEW.indicator > '' OR earlier.title = NEW.title)
        ORDER BY earlier.closed_on DESC, earlier.id DESC LIMIT 1);
    RETURN NEW;
END $$;
CREATE TRIGGER repeats BEFORE INSERT OR UPDATE OF indicator, title, found_on ON rectification_finding
    FOR EACH ROW EXECUTE FUNCTION rectification_repeats();
