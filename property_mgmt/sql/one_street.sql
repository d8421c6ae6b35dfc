-- A joint committee is recorded within one street: its seat and the estate that joins. Estates already standing are not
-- looked at again, so that a later change of streets parts no committee.
CREATE FUNCTION property_mgmt_one_street() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    beyond text;
BEGIN
    SELECT c.short_name || ' ' || p.name INTO beyond
    FROM property_mgmt_committee seat JOIN communities_community own ON own.id = seat.community_id,
         property_mgmt_compound p JOIN communities_community c ON c.id = p.community_id
    WHERE seat.id = NEW.committee_id AND p.id = NEW.compound_id AND left(c.code, 9) <> left(own.code, 9);
    IF FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'committeeestate_one_street',
            MESSAGE = format('“%s”在另一个街道(乡镇),不能跨街道联合组建委员会。', beyond);
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER one_street_insert BEFORE INSERT ON property_mgmt_committeeestate
    FOR EACH ROW EXECUTE FUNCTION property_mgmt_one_street();
CREATE TRIGGER one_street_update BEFORE UPDATE ON property_mgmt_committeeestate FOR EACH ROW
    WHEN ((OLD.committee_id, OLD.compound_id) IS DISTINCT FROM (NEW.committee_id, NEW.compound_id))
    EXECUTE FUNCTION property_mgmt_one_street();
