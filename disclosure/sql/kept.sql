-- What residents have read is neither deleted nor rewritten, whoever writes: it is corrected or withdrawn.
CREATE FUNCTION disclosure_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'published_kept',
            MESSAGE = '已公开的内容不能删除,请办理撤回,撤回的记录会保留。';
    END IF;
    RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'published_kept',
        MESSAGE = '已公开的内容不能直接修改,请办理更正。';
END $$;
CREATE TRIGGER kept_delete BEFORE DELETE ON disclosure_disclosure FOR EACH ROW
    WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION disclosure_kept();
CREATE TRIGGER kept_update BEFORE UPDATE ON disclosure_disclosure FOR EACH ROW
    WHEN (OLD.published_at IS NOT NULL AND (OLD.title, OLD.body, OLD.entry_id, OLD.community_id, OLD.number, OLD.published_at)
        IS DISTINCT FROM (NEW.title, NEW.body, NEW.entry_id, NEW.community_id, NEW.number, NEW.published_at))
    EXECUTE FUNCTION disclosure_kept();
CREATE TRIGGER kept_delete BEFORE DELETE ON disclosure_notice FOR EACH ROW
    WHEN (OLD.published_at IS NOT NULL) EXECUTE FUNCTION disclosure_kept();
CREATE TRIGGER kept_update BEFORE UPDATE ON disclosure_notice FOR EACH ROW
    WHEN (OLD.published_at IS NOT NULL AND (OLD.title, OLD.body, OLD.screen, OLD.message, OLD.community_id, OLD.published_at)
        IS DISTINCT FROM (NEW.title, NEW.body, NEW.screen, NEW.message, NEW.community_id, NEW.published_at))
    EXECUTE FUNCTION disclosure_kept();
