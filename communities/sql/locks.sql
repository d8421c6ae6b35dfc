-- The day it is in Shanghai, wherever the server stands.
CREATE FUNCTION communities_today() RETURNS date LANGUAGE sql STABLE AS $$
    SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date
$$;

-- A submission moves only by declared steps, whoever writes it.
CREATE FUNCTION communities_submission_step() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF OLD.state <> 'not_submitted' THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'submission_declared_step',
                MESSAGE = '已经提交过的报送不能删除。';
        END IF;
        RETURN OLD;
    END IF;
    IF TG_OP = 'INSERT' THEN
        IF NEW.state <> 'not_submitted' THEN
            RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'submission_declared_step',
                MESSAGE = '新建的报送应为未报。';
        END IF;
        RETURN NEW;
    END IF;
    IF OLD.state <> 'not_submitted'
       AND (NEW.community_id, NEW.period_id, NEW."group") IS DISTINCT FROM (OLD.community_id, OLD.period_id, OLD."group") THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'submission_declared_step',
            MESSAGE = '已经提交过的报送不能改到别的社区、报送期或表组。';
    END IF;
    IF NEW.state <> OLD.state AND (OLD.state || '>' || NEW.state) NOT IN (
        'not_submitted>submitted', 'not_submitted>sent', 'returned>submitted', 'returned>sent',
        'submitted>not_submitted', 'submitted>passed', 'submitted>returned',
        'passed>returned', 'passed>sent', 'passed>approved',
        'sent>submitted', 'sent>passed', 'sent>returned', 'sent>approved') THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'submission_declared_step',
            MESSAGE = format('报送不能从“%s”变为“%s”。', OLD.state, NEW.state);
    END IF;
    IF NEW.state = 'approved' AND OLD.state <> 'approved' AND communities_today() <
       (SELECT ended_on FROM communities_reportingperiod WHERE id = NEW.period_id) THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'submission_period_over',
            MESSAGE = '报送期尚未结束,不能锁定。';
    END IF;
    RETURN NEW;
END $$;

-- What registers say about these days of these communities is about to change. Waits for whoever is deciding on them,
-- notes the change on what is under review, and refuses it where the days are locked and no exception is open.
CREATE FUNCTION communities_guard(
    label text, is_named boolean, communities bigint[], groups text[], days datemultirange[]
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    hit record;
BEGIN
    IF communities IS NULL THEN
        RETURN;
    END IF;
    PERFORM FROM unnest(communities, groups, days) AS t (community, grp, days)
        JOIN communities_submission s ON s.community_id = t.community AND s."group" = t.grp AND s.state <> 'approved'
        JOIN communities_reportingperiod p ON p.id = s.period_id AND t.days && daterange(p.started_on, p.ended_on)
        ORDER BY s.id FOR KEY SHARE OF s;
    UPDATE communities_submission s SET changed_at = now()
        FROM unnest(communities, groups, days) AS t (community, grp, days), communities_reportingperiod p
        WHERE s.community_id = t.community AND s."group" = t.grp AND p.id = s.period_id
          AND s.state IN ('submitted', 'passed', 'sent') AND s.changed_at IS NULL
          AND t.days && daterange(p.started_on, p.ended_on);
    SELECT c.name, p.started_on, p.ended_on - 1 AS last_day INTO hit
        FROM unnest(communities, groups, days) AS t (community, grp, days)
        JOIN communities_submission s ON s.community_id = t.community AND s."group" = t.grp AND s.state = 'approved'
        JOIN communities_reportingperiod p ON p.id = s.period_id AND t.days && daterange(p.started_on, p.ended_on)
        JOIN communities_community c ON c.id = s.community_id
        WHERE NOT EXISTS (
            SELECT FROM communities_lockexception e
            WHERE e.submission_id = s.id AND e.started_on <= communities_today() AND e.ended_on > communities_today())
        ORDER BY p.started_on DESC, c.code LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION USING ERRCODE = 'check_violation', CONSTRAINT = 'period_locked',
            MESSAGE = format('%s“%s”:%s至%s的数据已审核锁定,不能改动。确需更正,请区县审核人开通限期更正。',
                CASE WHEN is_named THEN hit.name ELSE '' END, label, hit.started_on, hit.last_day);
    END IF;
END $$;
