"""The rows of a report: the communities existing on the day inside the area, and every area they make up."""

from itertools import pairwise

from communities.choices import LEVEL_OF_WIDTH, WIDTHS, Level
from compliance.engine.tables import clear, fetch, run
from compliance.measures import GATHERED, Bound

AREA_WIDTHS = sorted((width for width in WIDTHS.values() if width < WIDTHS[Level.COMMUNITY]), reverse=True)

ON_THE_DAY = (
    """(held.started_on IS NULL OR held.started_on <= %(on)s) AND (held.ended_on IS NULL OR held.ended_on > %(on)s)"""
)
BETWEEN = "BETWEEN %(first)s AND rpad(%(last)s, 12, '9')"

# Whoever has or had a code between the limits is looked up first, by an index; their code of the day decides below.
# Who held none of these on the day is asked one by one whether they held another.
PLACES = f"""
SELECT place.*
FROM (
    SELECT community.id, community.urban_rural, coalesce(held.code, community.code) AS code,
           coalesce(held.name, community.name) AS name, coalesce(held.kind, community.kind) AS kind
    FROM communities_community community
    LEFT JOIN communities_communitycode held ON held.community_id = community.id
         AND held.code {BETWEEN} AND {ON_THE_DAY}
    WHERE (community.established_on IS NULL OR community.established_on <= %(on)s)
      AND (community.abolished_on IS NULL OR community.abolished_on > %(on)s)
      AND community.id IN (
          SELECT id FROM communities_community WHERE code {BETWEEN}
          UNION ALL
          SELECT community_id FROM communities_communitycode WHERE code {BETWEEN}
      )
      AND (held.code IS NOT NULL OR (
          SELECT true FROM communities_communitycode held WHERE held.community_id = community.id AND {ON_THE_DAY}
      ) IS NULL)
) place
WHERE starts_with(place.code, %(area)s) AND rpad(place.code, 12, '9') {BETWEEN}
"""

SIZES = f"SELECT left(code, %(width)s), count(*) FROM communities_community WHERE code {BETWEEN} GROUP BY 1 ORDER BY 1"

COMMUNITIES = f"""
CREATE TEMP TABLE report_row ON COMMIT DROP AS
SELECT nextval(pg_get_serial_sequence('compliance_row', 'id')) AS id, found.*
FROM (
    SELECT 'community'::text AS level, place.code, place.name, place.kind,
           CASE WHEN place.urban_rural LIKE '1%%' OR (place.urban_rural = '' AND place.kind = 'residents')
                THEN 'urban' ELSE 'rural' END AS scope,
           place.id AS community_id, 1::bigint AS communities
    FROM ({PLACES}) place
    ORDER BY place.code
    OFFSET 0
) found
"""

AREAS = """
INSERT INTO report_row (id, level, code, name, kind, scope, community_id, communities)
SELECT nextval(pg_get_serial_sequence('compliance_row', 'id')), %(level)s, found.code, coalesce(area.name, found.code),
       '', found.scope, NULL, found.communities
FROM (
    SELECT left(code, %(width)s) AS code, sum(communities) AS communities,
           CASE WHEN bool_and(scope = 'urban') THEN 'urban' WHEN bool_and(scope = 'rural') THEN 'rural'
                ELSE 'all' END AS scope
    FROM report_row WHERE level = %(below)s
    GROUP BY left(code, %(width)s)
    ORDER BY 1
) found
LEFT JOIN communities_area area ON area.code = found.code
"""


def steps(top, bottom=WIDTHS[Level.COMMUNITY]):
    """From the bottom to the top, in digits of a code: pairs of a level of areas and the one below it."""
    widths = [bottom, *(width for width in AREA_WIDTHS if top <= width < bottom)]
    return list(pairwise(widths))


def sizes(area, width):
    """How many communities have or had their last code in each area inside the area: [(code, communities)]."""
    return fetch(SIZES, {"width": width, "first": area, "last": area})


def list_rows(area, on, part):
    """Fill `report_row` with the communities of a part and its areas, and gather what measures ask of them; returns how
    many communities there are."""
    limits = {"first": part.first or area, "last": part.last or area}
    communities = run(COMMUNITIES, {"on": on, "area": area, **limits})
    for below, width in steps(max(len(area), part.width)):
        list_areas(below, width)
    run("ANALYZE report_row")
    clear(GATHERED)
    for name, found in GATHERED.items():
        statement, parameters = found(on).query.sql_with_params()
        execute_here(f"CREATE TEMP TABLE {name} ON COMMIT DROP AS {statement}", parameters)
    return communities


def execute_here(statement, parameters):
    """Execute a statement about the communities of `report_row`.

    Registers are not merged in the order of their communities, for that reads all that comes before those of a part.
    """
    run("SET LOCAL enable_mergejoin = off")
    run(statement, bounded(parameters))
    run("SET LOCAL enable_mergejoin TO DEFAULT")


def bounded(parameters):
    """The parameters with the numbers of the first and the last community of `report_row` in their places."""
    (found,) = fetch("SELECT min(community_id), max(community_id) FROM report_row")
    bounds = dict(zip(Bound, found, strict=True))
    return [bounds[each] if isinstance(each, Bound) else each for each in parameters]


def list_areas(below, width):
    """Add to `report_row` the areas of a level, made up of those of the level below."""
    run(AREAS, {"level": LEVEL_OF_WIDTH[width], "width": width, "below": LEVEL_OF_WIDTH[below]})
