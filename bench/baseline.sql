-- The report of one area as a database engineer would write it by hand: the same rows of the same three tables, without
-- the catalogue of indicators, for the shipped standards only. Parameters: report, area, day.
-- `make bench` runs it beside the product and refuses to print a ratio when the two disagree.

CREATE TEMP TABLE base_place ON COMMIT DROP AS
SELECT c.id, k.code, k.name, k.kind, left(k.code, 9) AS street,
       CASE WHEN c.urban_rural LIKE '1%%' OR (c.urban_rural = '' AND k.kind = 'residents') THEN 'urban' ELSE 'rural' END AS scope
FROM communities_community c
JOIN communities_communitycode k ON k.community_id = c.id
     AND (k.started_on IS NULL OR k.started_on <= %(day)s) AND (k.ended_on IS NULL OR k.ended_on > %(day)s)
WHERE k.code LIKE %(area)s || '%%'
  AND (c.established_on IS NULL OR c.established_on <= %(day)s) AND (c.abolished_on IS NULL OR c.abolished_on > %(day)s);
ANALYZE base_place;

CREATE TEMP TABLE base_head ON COMMIT DROP AS
SELECT community_id,
       (array_agg(residents ORDER BY "on" DESC) FILTER (WHERE residents IS NOT NULL))[1] AS residents,
       (array_agg(urban_residents ORDER BY "on" DESC) FILTER (WHERE urban_residents IS NOT NULL))[1] AS urban_residents,
       (array_agg(households ORDER BY "on" DESC) FILTER (WHERE households IS NOT NULL))[1] AS households,
       (array_agg(occupied_households ORDER BY "on" DESC) FILTER (WHERE occupied_households IS NOT NULL))[1] AS occupied,
       (array_agg(registered_households ORDER BY "on" DESC)
           FILTER (WHERE registered_households IS NOT NULL))[1] AS registered_households,
       (array_agg(registered ORDER BY "on" DESC) FILTER (WHERE registered IS NOT NULL))[1] AS registered
FROM communities_headcount WHERE "on" <= %(day)s GROUP BY community_id;

CREATE TEMP TABLE base_staff ON COMMIT DROP AS
WITH person AS (
    SELECT s.community_id, s.duty, s.party_post, s.committee_post, s.approved, s.staff_kind,
           w.born_on, w.education, w.politics, w.gender,
           s.is_primary AND (s.ended_on IS NULL OR s.ended_on > %(day)s) AS here,
           (s.counts OR (s.counts IS NULL AND s.staff_kind IN ('member', 'fulltime'))) AND s.duty <> 'off_post' AS counted,
           (s.party_post <> '' OR s.committee_post <> '') AND s.duty <> 'off_post' AS council,
           s.party_post = 'secretary' OR s.committee_post = 'director' AS leader,
           EXISTS (SELECT FROM staffing_licence l
                   WHERE l.worker_id = s.worker_id AND (l.issued_on IS NULL OR l.issued_on <= %(day)s)) AS licensed,
           (SELECT max(t."on") FROM staffing_training t WHERE t.worker_id = s.worker_id AND t."on" <= %(day)s) AS trained
    FROM staffing_spell s JOIN staffing_worker w ON w.id = s.worker_id
    WHERE s.started_on <= %(day)s
)
SELECT community_id,
       count(*) FILTER (WHERE here) AS staff,
       count(*) FILTER (WHERE here AND counted) AS counted,
       count(*) FILTER (WHERE here AND counted AND duty = 'on_duty') AS working,
       count(*) FILTER (WHERE here AND approved) AS approved,
       count(*) FILTER (WHERE here AND approved AND duty = 'on_duty') AS on_duty,
       count(*) FILTER (WHERE here AND approved AND duty IN ('seconded_street', 'seconded_county', 'task_force')) AS lent,
       count(*) FILTER (WHERE here AND staff_kind = 'local') AS local,
       count(*) FILTER (WHERE here AND counted AND licensed) AS licensed,
       count(*) FILTER (WHERE here AND council) AS council,
       count(*) FILTER (WHERE here AND council AND born_on > %(day)s - interval '36 years') AS council_young,
       count(*) FILTER (WHERE here AND council AND born_on IS NOT NULL) AS council_born,
       count(*) FILTER (WHERE here AND council AND education IN ('college', 'bachelor', 'graduate')) AS council_college,
       count(*) FILTER (WHERE here AND council AND education <> '') AS council_educated,
       coalesce(sum(extract(year FROM age(%(day)s, born_on))) FILTER (WHERE here AND council), 0) AS council_age,
       count(*) FILTER (WHERE here AND counted AND born_on > %(day)s - interval '36 years') AS young,
       count(*) FILTER (WHERE here AND counted AND born_on IS NOT NULL) AS born,
       count(*) FILTER (WHERE here AND counted AND education IN ('college', 'bachelor', 'graduate')) AS college,
       count(*) FILTER (WHERE here AND counted AND education <> '') AS educated,
       count(*) FILTER (WHERE here AND counted AND gender = 'female') AS female,
       count(*) FILTER (WHERE here AND counted AND politics IN ('party', 'probationary')) AS party,
       count(*) FILTER (WHERE here AND counted AND politics <> '') AS political,
       bool_or(here AND duty = 'on_duty' AND party_post = 'secretary' AND committee_post = 'director') AS combined,
       bool_or(here AND duty = 'on_duty' AND leader) AS headed,
       count(*) FILTER (WHERE here AND council AND party_post <> '' AND committee_post <> '') AS cross_posted,
       bool_or(trained IS NOT NULL) AS trains,
       count(*) FILTER (WHERE here AND counted AND trained >=
           date_trunc('year', %(day)s) - CASE WHEN leader THEN interval '0' ELSE interval '1 year' END) AS trained
FROM person GROUP BY community_id;

CREATE TEMP TABLE base_premises ON COMMIT DROP AS
WITH room AS (
    SELECT f.*, opened_on <= %(day)s AND (closed_on IS NULL OR closed_on > %(day)s)
           AND (status IN ('in_use', 'temporary') OR (status IN ('demolished', 'idle') AND closed_on IS NOT NULL)) AS used,
           within_id IS NULL AND (counts OR (counts IS NULL AND kind NOT IN ('elderly', 'canteen', 'mutual_care', 'health',
               'village_clinic', 'childcare', 'rehab', 'fire', 'shelter', 'market', 'plaza', 'outdoor', 'other'))) AS counted,
           kind IN ('elderly', 'daycare', 'canteen', 'senior_room', 'mutual_care') AS for_elderly,
           coalesce(counted_area, area) AS share
    FROM facilities_facility f WHERE opened_on IS NULL OR opened_on <= %(day)s
)
SELECT community_id,
       bool_or(used AND counted AND area IS NULL) AS gap,
       coalesce(sum(share) FILTER (WHERE used AND counted), 0) AS area,
       coalesce(sum(office_area * share / nullif(area, 0)) FILTER (WHERE used AND counted), 0) AS office,
       coalesce(sum(share) FILTER (WHERE used AND counted AND office_area IS NOT NULL), 0) AS office_of,
       coalesce(sum(activity_area * share / nullif(area, 0)) FILTER (WHERE used AND counted), 0) AS activity,
       coalesce(sum(share) FILTER (WHERE used AND counted AND activity_area IS NOT NULL), 0) AS activity_of,
       bool_or(used AND kind = 'service_center') AS centre,
       count(DISTINCT kind) FILTER (WHERE used AND kind IN ('hall', 'meeting', 'library', 'activity', 'daycare', 'police',
           'school', 'donation')) AS kinds,
       bool_or(used AND for_elderly AND ((floor IS NULL AND has_lift IS NOT TRUE) OR (floor >= 2 AND has_lift IS NULL)))
           AS unclear,
       count(*) FILTER (WHERE used AND for_elderly AND floor >= 2 AND NOT has_lift) AS upstairs
FROM room GROUP BY community_id;

CREATE TEMP TABLE base_volunteering ON COMMIT DROP AS
WITH team AS (
    SELECT t.community_id, count(*) FILTER (WHERE (t.ended_on IS NULL OR t.ended_on > %(day)s)
           AND (t.same_as_id IS NULL OR first.ended_on <= %(day)s)) AS teams
    FROM volunteers_team t LEFT JOIN volunteers_team first ON first.id = t.same_as_id
    WHERE t.started_on IS NULL OR t.started_on <= %(day)s GROUP BY 1
), person AS (
    SELECT v.community_id, count(*) FILTER (WHERE (v.ended_on IS NULL OR v.ended_on > %(day)s)
           AND (v.same_as_id IS NULL OR first.ended_on <= %(day)s)) AS volunteers
    FROM volunteers_volunteer v LEFT JOIN volunteers_volunteer first ON first.id = v.same_as_id
    WHERE v.started_on IS NULL OR v.started_on <= %(day)s GROUP BY 1
), need AS (
    SELECT community_id,
           count(*) FILTER (WHERE recent AND state = 'done' AND (settled_on IS NULL OR settled_on <= %(day)s)) AS met,
           count(*) FILTER (WHERE recent AND NOT (state = 'cancelled' AND (settled_on IS NULL OR settled_on <= %(day)s)))
               AS needs
    FROM (SELECT *, wanted_on > %(day)s::date - interval '12 months' AS recent
          FROM volunteers_need WHERE wanted_on <= %(day)s) n GROUP BY 1
)
SELECT * FROM team FULL JOIN person USING (community_id) FULL JOIN need USING (community_id);

CREATE TEMP TABLE base_estate ON COMMIT DROP AS
WITH estate AS (
    SELECT c.*, coalesce(eligible_on <= %(day)s, false) AS eligible, s.standing, s.in_term, s.unclear
    FROM property_mgmt_compound c LEFT JOIN (
        SELECT e.compound_id, true AS standing, bool_or(m.term_until >= %(day)s) AS in_term,
               bool_or(m.term_until IS NULL) AS unclear
        FROM property_mgmt_committeeestate e JOIN property_mgmt_committee m ON m.id = e.committee_id
        WHERE e.started_on <= %(day)s AND (e.ended_on IS NULL OR e.ended_on > %(day)s)
          AND m.established_on <= %(day)s AND (m.ended_on IS NULL OR m.ended_on > %(day)s)
        GROUP BY 1) s ON s.compound_id = c.id
)
SELECT community_id, bool_or(mode = '' OR households IS NULL) AS gap, bool_or(mode = '') AS no_mode,
       coalesce(sum(households), 0) AS households,
       coalesce(sum(households) FILTER (WHERE mode IN ('company', 'self', 'community', 'unit')), 0) AS managed,
       coalesce(sum(households) FILTER (WHERE mode = 'company'), 0) AS served,
       count(*) FILTER (WHERE eligible) AS eligible, count(*) FILTER (WHERE eligible AND in_term) AS in_term,
       bool_or(eligible AND unclear) AS unclear, count(*) FILTER (WHERE mode = 'company') AS companies,
       count(*) FILTER (WHERE separated_from <= %(day)s) AS separated
FROM estate GROUP BY community_id;

CREATE TEMP TABLE base_fee ON COMMIT DROP AS
SELECT c.community_id, sum(f.due) AS due, sum(f.received) AS received
FROM property_mgmt_feeyear f JOIN property_mgmt_compound c ON c.id = f.compound_id
WHERE f.year = extract(year FROM %(day)s) - 1 AND c.mode = 'company' AND f.due IS NOT NULL AND f.received IS NOT NULL
GROUP BY 1;
CREATE TEMP TABLE base_grid ON COMMIT DROP AS
WITH grid AS (
    SELECT g.*, kind = 'general' AND parent_id IS NULL AND (ended_on IS NULL OR ended_on > %(day)s) AS here
    FROM grids_grid g WHERE started_on IS NULL OR started_on <= %(day)s
)
SELECT community_id, count(*) FILTER (WHERE here) AS grids, coalesce(sum(households) FILTER (WHERE here), 0) AS households,
       bool_or(here AND households IS NULL) AS gap, count(s.grid_id) FILTER (WHERE here) AS staffed
FROM grid LEFT JOIN (SELECT DISTINCT grid_id FROM grids_gridduty
                     WHERE started_on <= %(day)s AND (ended_on IS NULL OR ended_on > %(day)s)
                       AND role NOT IN ('police', 'party')) s ON s.grid_id = grid.id
GROUP BY community_id;

CREATE TEMP TABLE base_duty ON COMMIT DROP AS
SELECT g.community_id,
       count(DISTINCT coalesce(d.worker_id, -d.id)) FILTER (WHERE d.role = 'fulltime' AND here) AS fulltime,
       count(DISTINCT coalesce(d.worker_id, -d.id)) FILTER (WHERE d.role IN ('fulltime', 'parttime') AND here) AS paid
FROM (SELECT *, ended_on IS NULL OR ended_on > %(day)s AS here FROM grids_gridduty WHERE started_on <= %(day)s) d
JOIN grids_grid g ON g.id = d.grid_id GROUP BY 1;

CREATE TEMP TABLE base_building ON COMMIT DROP AS
WITH net AS (
    SELECT g.id, t.id AS top FROM grids_grid g JOIN grids_grid t ON t.id = coalesce(g.parent_id, g.id)
    WHERE t.kind = 'general' AND t.parent_id IS NULL AND (t.started_on IS NULL OR t.started_on <= %(day)s)
      AND (t.ended_on IS NULL OR t.ended_on > %(day)s)
),
once AS (
    SELECT id FROM (
        SELECT b.id, net.top FROM grids_building b JOIN net ON net.id = b.grid_id
        UNION SELECT b.id, net.top FROM grids_building b JOIN grids_covering v USING (compound_id)
                                   JOIN net ON net.id = v.grid_id) lying GROUP BY id HAVING count(*) = 1
)
SELECT c.community_id, count(*) AS buildings, count(once.id) AS once
FROM grids_building b JOIN property_mgmt_compound c ON c.id = b.compound_id LEFT JOIN once ON once.id = b.id GROUP BY 1;

CREATE TEMP TABLE base_event ON COMMIT DROP AS
SELECT community_id, sum(up) AS up, sum(n) AS n FROM (
    SELECT community_id, coalesce(sum(reported) FILTER (WHERE recent AND flow = 'up'), 0) AS up,
           coalesce(sum(reported) FILTER (WHERE recent), 0) AS n
    FROM (SELECT *, month > %(day)s - interval '12 months' AS recent FROM grids_eventcount WHERE month <= %(day)s) c
    GROUP BY 1
    UNION ALL
    SELECT g.community_id, count(*) FILTER (WHERE recent AND e.flow = 'up' AND k.month IS NULL),
           count(*) FILTER (WHERE recent AND k.month IS NULL)
    FROM (SELECT *, reported_on > %(day)s - interval '12 months' AS recent FROM grids_gridevent
          WHERE reported_on <= %(day)s) e
    JOIN grids_grid g ON g.id = e.grid_id
    LEFT JOIN (SELECT DISTINCT community_id, month FROM grids_eventcount) k
         ON k.community_id = g.community_id AND k.month = date_trunc('month', e.reported_on)::date
    GROUP BY 1) counted GROUP BY 1;

-- One row per community and indicator.
CREATE TEMP TABLE base_figure ON COMMIT DROP AS
SELECT p.id AS community_id, p.code, p.street, p.scope, v.ord, v.slug, v.per, v.scoped, v.n, v.d, v.note
FROM base_place p
LEFT JOIN base_head h ON h.community_id = p.id
LEFT JOIN base_staff s ON s.community_id = p.id
LEFT JOIN base_premises f ON f.community_id = p.id
LEFT JOIN base_volunteering w ON w.community_id = p.id
LEFT JOIN base_estate e ON e.community_id = p.id
LEFT JOIN base_fee y ON y.community_id = p.id
LEFT JOIN base_grid gr ON gr.community_id = p.id
LEFT JOIN base_duty du ON du.community_id = p.id
LEFT JOIN base_building bu ON bu.community_id = p.id
LEFT JOIN base_event ev ON ev.community_id = p.id
LEFT JOIN (SELECT community_id, sum(posts) AS posts FROM staffing_approvedposts
           WHERE started_on <= %(day)s AND (ended_on IS NULL OR ended_on > %(day)s) GROUP BY 1) a ON a.community_id = p.id
LEFT JOIN (SELECT community_id, sum(coalesce(budgeted, received)) AS fund FROM communities_workfund
           WHERE purpose = 'running' AND year = extract(year FROM %(day)s) GROUP BY 1) m ON m.community_id = p.id
LEFT JOIN (SELECT community_id, bool_or(register = 'facilities') AS facilities,
                  bool_or(register = 'teams') AS teams,
                  CASE WHEN bool_or(register = 'grids') THEN 0 END AS grids,
                  CASE WHEN bool_or(register = 'compounds') THEN 0 END AS estates FROM communities_nil
           WHERE started_on <= %(day)s GROUP BY 1) nil ON nil.community_id = p.id
CROSS JOIN LATERAL (SELECT CASE WHEN f.community_id IS NULL THEN CASE WHEN nil.facilities THEN 0 END
                                WHEN NOT f.gap THEN f.area END AS area,
                           CASE WHEN f.community_id IS NULL THEN nil.facilities ELSE true END AS kept) g
CROSS JOIN LATERAL (VALUES
    (1, 'workers-per-10k', 10000, p.scope = 'urban', s.counted::numeric, coalesce(h.urban_residents, h.residents)::numeric,
        CASE WHEN h.urban_residents IS NULL AND h.residents IS NOT NULL THEN 'by_residents' ELSE '' END),
    (2, 'workers-per-community', 1, true, s.counted, 1, ''),
    (3, 'staff-per-community', 1, true, s.staff, 1, ''),
    (4, 'households-per-worker', 1, true, coalesce(h.occupied, h.households), s.working,
        CASE WHEN h.occupied IS NULL AND h.households IS NOT NULL THEN 'by_households' ELSE '' END),
    (5, 'posts-by-band', 1, true, s.counted, 1, ''),
    (6, 'on-duty-share', 100, true, s.on_duty, a.posts, ''),
    (7, 'vacancy', 1, true, a.posts - s.approved, 1, ''),
    (8, 'secondment-rate', 100, true, s.lent, a.posts, ''),
    (9, 'local-hire-share', 100, true, s.local, s.staff, ''),
    (10, 'certified-share', 100, true, s.licensed, s.counted, ''),
    (11, 'certified-per-10k', 10000, true, s.licensed, h.residents, ''),
    (12, 'council-under-35-share', 100, true, s.council_young, s.council_born, ''),
    (13, 'council-college-share', 100, true, s.council_college, s.council_educated, ''),
    (14, 'council-mean-age', 1, true, s.council_age, s.council_born, ''),
    (15, 'workers-under-35-share', 100, true, s.young, s.born, ''),
    (16, 'workers-college-share', 100, true, s.college, s.educated, ''),
    (17, 'female-share', 100, true, s.female, s.counted, ''),
    (18, 'party-share', 100, true, s.party, s.political, ''),
    (19, 'combined-head-share', 100, true, s.combined::int, CASE WHEN s.headed THEN 1 END, ''),
    (20, 'cross-posting-share', 100, true, s.cross_posted, s.council, ''),
    (21, 'training-done', 100, true, CASE WHEN s.trains THEN s.trained END, s.counted, ''),
    (22, 'area-per-100-households', 100, true, g.area, coalesce(h.households, h.occupied, h.registered_households),
        CASE WHEN h.households IS NOT NULL THEN '' WHEN h.occupied IS NOT NULL THEN 'by_occupied_households'
             WHEN h.registered_households IS NOT NULL THEN 'by_registered_households' ELSE '' END),
    (23, 'floor-area', 1, true, g.area, 1, ''),
    (24, 'office-share', 100, true, CASE WHEN f.community_id IS NULL THEN g.area WHEN NOT f.gap THEN f.office END,
        CASE WHEN f.community_id IS NULL THEN g.area WHEN NOT f.gap THEN f.office_of END, ''),
    (25, 'activity-share', 100, true, CASE WHEN f.community_id IS NULL THEN g.area WHEN NOT f.gap THEN f.activity END,
        CASE WHEN f.community_id IS NULL THEN g.area WHEN NOT f.gap THEN f.activity_of END, ''),
    (26, 'facility-coverage', 100, true, CASE WHEN g.kept THEN coalesce(f.centre, false)::int END, 1, ''),
    (27, 'room-types', 1, true, CASE WHEN g.kept THEN coalesce(f.kinds, 0) END, 1, ''),
    (28, 'elderly-upstairs', 1, true, CASE WHEN g.kept AND f.unclear IS NOT TRUE THEN coalesce(f.upstairs, 0) END, 1, ''),
    (29, 'households-per-community', 1, p.kind = 'residents', h.households, 1, ''),
    (30, 'fund-per-community', 1, true, m.fund, 1, ''),
    (31, 'grid-staffed', 100, true, coalesce(gr.staffed, nil.grids), coalesce(gr.grids, nil.grids), ''),
    (32, 'grid-fulltime-share', 100, true, coalesce(du.fulltime, nil.grids), coalesce(du.paid, nil.grids), ''),
    (33, 'households-per-grid', 1, true, CASE WHEN gr.community_id IS NULL THEN nil.grids WHEN NOT gr.gap THEN gr.households END,
        coalesce(gr.grids, nil.grids), ''),
    (34, 'buildings-once', 100, true, coalesce(bu.once, nil.estates), coalesce(bu.buildings, nil.estates), ''),
    (35, 'bottom-up-share', 100, true, coalesce(ev.up, nil.grids), coalesce(ev.n, nil.grids), ''),
    (36, 'teams', 1, true, coalesce(w.teams, CASE WHEN nil.teams THEN 0 END), 1, ''),
    (37, 'volunteers-per-100', 100, true, w.volunteers, h.residents, ''),
    (38, 'needs-met', 100, true, w.met, w.needs, ''),
    (39, 'property-coverage', 100, true, CASE WHEN e.community_id IS NULL THEN nil.estates WHEN NOT e.gap THEN e.managed END,
        CASE WHEN e.community_id IS NULL THEN nil.estates WHEN NOT e.gap THEN e.households END, ''),
    (40, 'professional-coverage', 100, true, CASE WHEN e.community_id IS NULL THEN nil.estates WHEN NOT e.gap THEN e.served END,
        CASE WHEN e.community_id IS NULL THEN nil.estates WHEN NOT e.gap THEN e.households END, ''),
    (41, 'committee-coverage', 100, true, CASE WHEN e.community_id IS NULL THEN nil.estates
        WHEN e.unclear IS NOT TRUE THEN e.in_term END, coalesce(e.eligible, nil.estates), ''),
    (42, 'fee-collection', 100, true, CASE WHEN y.community_id IS NULL THEN nil.estates ELSE y.received END,
        CASE WHEN y.community_id IS NULL THEN nil.estates ELSE y.due END, ''),
    (43, 'separation-share', 100, true, coalesce(e.separated, nil.estates),
        CASE WHEN e.community_id IS NULL THEN nil.estates WHEN NOT e.no_mode THEN e.companies END, '')
) v (ord, slug, per, scoped, n, d, note);

-- The shipped standards that judge one community everywhere, and those that judge areas.
CREATE TEMP TABLE base_limit (slug text, level text, scope text, operator text, low numeric, high numeric, advisory boolean)
    ON COMMIT DROP;
INSERT INTO base_limit VALUES
    ('area-per-100-households', 'community', 'all', 'at_least', 30, NULL, false),
    ('activity-share', 'community', 'all', 'at_least', 60, NULL, true),
    ('office-share', 'community', 'all', 'at_most', 20, NULL, true),
    ('elderly-upstairs', 'community', 'all', 'at_most', 0, NULL, true);
INSERT INTO base_limit
SELECT v.slug, level, v.scope, 'at_least', v.low, NULL, v.advisory
FROM (VALUES ('workers-per-10k', 'urban', 18, false, 'county;city;province'),
             ('area-per-100-households', 'all', 30, false, 'county;city;province'),
             ('facility-coverage', 'urban', 100, false, 'county;city;province'),
             ('facility-coverage', 'rural', 80, false, 'county;city;province'),
             ('certified-share', 'all', 30, true, 'county;city'),
             ('training-done', 'all', 100, true, 'county')) v (slug, scope, low, advisory, levels),
     unnest(string_to_array(v.levels, ';')) level;

CREATE TEMP TABLE base_judged ON COMMIT DROP AS
SELECT j.*, CASE WHEN verdict IN ('pass', 'fail') AND operator = 'at_least' AND slug = 'area-per-100-households'
                 THEN CASE verdict WHEN 'pass' THEN 0 ELSE ceil((low * d / per - n) * 100) / 100 END END AS shortfall
FROM (
    SELECT f.code, f.street, f.scope, f.ord, f.slug, f.per, f.scoped, CASE WHEN f.scoped THEN f.n END AS n,
           CASE WHEN f.scoped THEN f.d END AS d, CASE WHEN f.scoped THEN f.note ELSE '' END AS note,
           l.operator, l.low, coalesce(l.advisory, false) AS advisory,
           CASE WHEN l.slug IS NULL OR NOT f.scoped THEN 'exempt'
                WHEN f.n IS NULL OR f.d IS NULL OR f.d = 0 THEN 'unknown'
                WHEN l.operator = 'at_least' THEN CASE WHEN f.n * f.per >= l.low * f.d THEN 'pass' ELSE 'fail' END
                ELSE CASE WHEN f.n * f.per <= l.low * f.d THEN 'pass' ELSE 'fail' END END AS verdict
    FROM base_figure f LEFT JOIN base_limit l ON l.slug = f.slug AND l.level = 'community'
) j;

CREATE TEMP TABLE base_sum ON COMMIT DROP AS
SELECT left(code, w) AS code, w, ord, slug, per,
       count(*) FILTER (WHERE scoped) AS inside, count(*) FILTER (WHERE scoped AND scope = 'urban') AS urban,
       count(*) FILTER (WHERE n IS NOT NULL AND d IS NOT NULL) AS known,
       sum(n) FILTER (WHERE d IS NOT NULL) AS n, sum(d) FILTER (WHERE n IS NOT NULL) AS d,
       count(*) FILTER (WHERE verdict = 'pass' AND NOT advisory) AS passed,
       count(*) FILTER (WHERE verdict = 'fail' AND NOT advisory) AS failed,
       count(*) FILTER (WHERE verdict = 'unknown') AS unknown, count(*) FILTER (WHERE verdict = 'exempt') AS exempt,
       count(*) FILTER (WHERE verdict = 'fail' AND advisory) AS flagged,
       count(*) FILTER (WHERE verdict = 'pass' AND advisory) AS unflagged, sum(shortfall) AS shortfall
FROM base_judged, unnest(ARRAY[2, 4, 6, 9]) w WHERE w >= length(%(area)s)
GROUP BY left(code, w), w, ord, slug, per;

INSERT INTO compliance_row (report_id, level, code, name, kind, scope, community_id, communities)
SELECT %(report)s, 'community', code, name, kind, scope, id, 1 FROM base_place ORDER BY code;
INSERT INTO compliance_row (report_id, level, code, name, kind, scope, community_id, communities)
SELECT %(report)s, CASE w WHEN 2 THEN 'province' WHEN 4 THEN 'city' WHEN 6 THEN 'county' ELSE 'street' END,
       g.code, coalesce(a.name, g.code), '', g.scope, NULL, g.communities
FROM (SELECT left(code, w) AS code, w, count(*) AS communities,
             CASE WHEN bool_and(scope = 'urban') THEN 'urban' WHEN bool_and(scope = 'rural') THEN 'rural' ELSE 'all' END AS scope
      FROM base_place, unnest(ARRAY[2, 4, 6, 9]) w WHERE w >= length(%(area)s) GROUP BY 1, 2) g
LEFT JOIN communities_area a ON a.code = g.code ORDER BY g.code;

INSERT INTO compliance_result (report_id, row_id, indicator, numerator, denominator, value, operator, "limit", verdict,
    advisory, shortfall, note)
SELECT %(report)s, r.id, j.slug, j.n, j.d, CASE WHEN j.d <> 0 THEN round(j.n * j.per / j.d, 4) END,
       CASE WHEN verdict <> 'exempt' THEN j.operator ELSE '' END, CASE WHEN verdict <> 'exempt' THEN j.low END, j.verdict,
       j.advisory AND verdict <> 'exempt', j.shortfall, j.note
FROM base_judged j JOIN compliance_row r ON r.report_id = %(report)s AND r.level = 'community' AND r.code = j.code
ORDER BY r.id, j.ord;

INSERT INTO compliance_result (report_id, row_id, indicator, numerator, denominator, value, operator, "limit", verdict,
    advisory, shortfall, note, known, passed, failed, unknown, exempt, flagged, unflagged)
SELECT %(report)s, r.id, s.slug, s.n, s.d, CASE WHEN s.d <> 0 THEN round(s.n * s.per / s.d, 4) END,
       CASE WHEN verdict <> 'exempt' THEN operator ELSE '' END, CASE WHEN verdict <> 'exempt' THEN low END, verdict,
       advisory AND verdict <> 'exempt',
       CASE WHEN verdict = 'exempt' THEN s.shortfall
            WHEN verdict = 'unknown' OR s.slug NOT IN ('workers-per-10k', 'area-per-100-households') THEN NULL
            WHEN verdict = 'pass' THEN 0
            WHEN s.slug = 'workers-per-10k' THEN ceil(low * s.d / s.per - s.n)
            ELSE ceil((low * s.d / s.per - s.n) * 100) / 100 END,
       '', s.known, s.passed, s.failed, s.unknown, s.exempt, s.flagged, s.unflagged
FROM (
    SELECT s.*, l.operator, l.low, coalesce(l.advisory, false) AS advisory,
           CASE WHEN l.slug IS NULL OR s.inside = 0 THEN 'exempt' WHEN s.n IS NULL OR s.d IS NULL OR s.d = 0 THEN 'unknown'
                WHEN s.n * s.per >= l.low * s.d THEN 'pass' ELSE 'fail' END AS verdict
    FROM (
        SELECT s.code, s.w, s.ord, s.slug, s.per, s.inside, s.urban, s.known,
               CASE WHEN s.slug = 'volunteers-per-100' AND s.inside > 0 AND p.residents IS NOT NULL
                    THEN coalesce(p.volunteers, s.n) ELSE s.n END AS n, s.passed, s.failed, s.unknown, s.exempt,
               s.flagged, s.unflagged, s.shortfall,
               CASE WHEN s.inside > 0 THEN coalesce(CASE s.slug WHEN 'workers-per-10k' THEN p.urban_residents
                   WHEN 'certified-per-10k' THEN p.residents
                   WHEN 'volunteers-per-100' THEN p.residents WHEN 'area-per-100-households' THEN p.households END, s.d) END AS d
        FROM base_sum s LEFT JOIN (
            SELECT a.code,
                   (array_agg(g.urban_residents ORDER BY g."on" DESC) FILTER (WHERE g.urban_residents IS NOT NULL))[1]
                       AS urban_residents,
                   (array_agg(g.residents ORDER BY g."on" DESC) FILTER (WHERE g.residents IS NOT NULL))[1] AS residents,
                   (array_agg(g.volunteers ORDER BY g."on" DESC) FILTER (WHERE g.volunteers IS NOT NULL))[1] AS volunteers,
                   (array_agg(g.households ORDER BY g."on" DESC) FILTER (WHERE g.households IS NOT NULL))[1] AS households
            FROM communities_areafigure g JOIN communities_area a ON a.id = g.area_id WHERE g."on" <= %(day)s GROUP BY a.code
        ) p ON p.code = s.code
    ) s LEFT JOIN base_limit l ON l.slug = s.slug
        AND l.level = CASE s.w WHEN 2 THEN 'province' WHEN 4 THEN 'city' WHEN 6 THEN 'county' ELSE 'street' END
        AND (l.scope = 'all' OR l.scope = CASE WHEN s.urban = s.inside THEN 'urban' WHEN s.urban = 0 THEN 'rural' END)
) s JOIN compliance_row r ON r.report_id = %(report)s AND r.level <> 'community' AND r.code = s.code
ORDER BY r.id, s.ord;
