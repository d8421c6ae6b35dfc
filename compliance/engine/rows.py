"""The rows of a report: the communities existing on the day inside the area, and every area they make up."""

from communities.choices import LEVEL_OF_WIDTH, WIDTHS, Level
from compliance.engine.tables import run

AREA_WIDTHS = sorted((width for width in WIDTHS.values() if width < WIDTHS[Level.COMMUNITY]), reverse=True)

COMMUNITIES = """
CREATE TEMP TABLE report_row ON COMMIT DROP AS
SELECT nextval(pg_get_serial_sequence('compliance_row', 'id')) AS id, found.*
FROM (
    SELECT 'community'::text AS level, place.code, place.name, place.kind,
           CASE WHEN place.urban_rural LIKE '1%%' OR (place.urban_rural = '' AND place.kind = 'residents')
                THEN 'urban' ELSE 'rural' END AS scope,
           place.id AS community_id, 1 AS communities
    FROM (
        SELECT community.id, community.urban_rural, coalesce(held.code, community.code) AS code,
               coalesce(held.name, community.name) AS name, coalesce(held.kind, community.kind) AS kind
        FROM communities_community community
        LEFT JOIN communities_communitycode held ON held.community_id = community.id
             AND (held.started_on IS NULL OR held.started_on <= %(on)s)
             AND (held.ended_on IS NULL OR held.ended_on > %(on)s)
        WHERE (community.established_on IS NULL OR community.established_on <= %(on)s)
          AND (community.abolished_on IS NULL OR community.abolished_on > %(on)s)
    ) place
    WHERE starts_with(place.code, %(area)s)
    ORDER BY place.code
    OFFSET 0
) found
"""

AREAS = """
INSERT INTO report_row (id, level, code, name, kind, scope, community_id, communities)
SELECT nextval(pg_get_serial_sequence('compliance_row', 'id')), %(level)s, found.code, coalesce(area.name, found.code),
       '', found.scope, NULL, found.communities
FROM (
    SELECT left(code, %(width)s) AS code, count(*) AS communities,
           CASE WHEN bool_and(scope = 'urban') THEN 'urban' WHEN bool_and(scope = 'rural') THEN 'rural'
                ELSE 'all' END AS scope
    FROM report_row WHERE level = 'community'
    GROUP BY left(code, %(width)s)
    ORDER BY 1
) found
LEFT JOIN communities_area area ON area.code = found.code
"""


def widths(area):
    """The levels of a report, lowest first: nothing above its own area."""
    return [width for width in AREA_WIDTHS if width >= len(area)]


def list_rows(area, on):
    """Fill `report_row`; returns how many communities there are."""
    communities = run(COMMUNITIES, {"on": on, "area": area})
    for width in widths(area):
        run(AREAS, {"level": LEVEL_OF_WIDTH[width], "width": width})
    run("ANALYZE report_row")
    return communities
