-- A published standard is never rewritten: it is ended, or another one follows it. What the system mends is announced
-- (`linli.mending`); of what two persons published even that may only follow a new code of the place.
CREATE OR REPLACE FUNCTION compliance_keep_standard() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    beside text[] := ARRAY['ended_on', 'ending_on', 'ending_reason', 'ending_by_id', 'ended_by_id',
        'url', 'note', 'source', 'month_only', 'updated_at', 'updated_by_id'];
    is_mending boolean := coalesce(current_setting('linli.mending', true), '') <> '';
BEGIN
    IF is_mending AND OLD.published_by_id IS NULL THEN
        RETURN coalesce(NEW, OLD);
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'standard_kept',
            MESSAGE = '已发布的标准不能删除;不再适用的,请写明废止日期。';
    END IF;
    IF is_mending THEN
        beside := array_append(beside, 'area');
    END IF;
    IF to_jsonb(NEW) - beside IS DISTINCT FROM to_jsonb(OLD) - beside THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'standard_kept',
            MESSAGE = '已发布的标准不能改写;请写明废止日期,并另行起草新的标准。';
    END IF;
    IF OLD.ended_on <= (now() AT TIME ZONE 'Asia/Shanghai')::date AND NEW.ended_on IS DISTINCT FROM OLD.ended_on THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'standard_kept',
            MESSAGE = '已经废止的标准不能恢复或改期;请另行起草新的标准。';
    END IF;
    RETURN NEW;
END $$;

-- Whoever last wrote a draft is its author, whichever way it was written; what has been released stays as it was.
CREATE OR REPLACE FUNCTION compliance_draft_author() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    beside text[] := ARRAY[
        'written_by_id', 'released_by_id', 'released_at', 'created_at', 'created_by_id', 'updated_at', 'updated_by_id'];
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(OLD) ->> 'released_at' IS NOT NULL THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'opening_kept',
            MESSAGE = '已生效的公开方案不再改动;请另行起草。';
    END IF;
    IF TG_OP = 'INSERT' OR to_jsonb(NEW) - beside IS DISTINCT FROM to_jsonb(OLD) - beside THEN
        NEW.written_by_id := nullif(current_setting('linli.user', true), '')::bigint;
    ELSE
        NEW.written_by_id := OLD.written_by_id;
    END IF;
    RETURN NEW;
END $$;

CREATE OR REPLACE TRIGGER kept BEFORE UPDATE OR DELETE ON compliance_standard
    FOR EACH ROW EXECUTE FUNCTION compliance_keep_standard();
CREATE OR REPLACE TRIGGER author BEFORE INSERT OR UPDATE ON compliance_standarddraft
    FOR EACH ROW EXECUTE FUNCTION compliance_draft_author();
CREATE OR REPLACE TRIGGER author BEFORE INSERT OR UPDATE ON compliance_opening
    FOR EACH ROW EXECUTE FUNCTION compliance_draft_author();
