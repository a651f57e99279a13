#include "pf/db/postgres/derived.hpp"

#include "pf/db/session.hpp"

#include <algorithm>

namespace pf::db::postgres {

namespace {

// Whatever is not in pg_catalog is named with its schema.
constexpr std::string_view qualify_names = "SET LOCAL search_path = pg_catalog";

/// A row for each object, those that others rest on first: how it is dropped, and the statements that make it.
constexpr std::string_view find_derived = R"(
WITH RECURSIVE object (class, oid, kind, name, owner, acl) AS (
  SELECT CAST('pg_class' AS regclass), c.oid, 'VIEW', CAST(CAST(c.oid AS regclass) AS TEXT), c.relowner, c.relacl
    FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
   WHERE n.nspname = :'schema' AND c.relkind = 'v'
  UNION ALL
  SELECT CAST('pg_proc' AS regclass), p.oid, CASE p.prokind WHEN 'a' THEN 'AGGREGATE' ELSE 'FUNCTION' END,
         CAST(CAST(p.oid AS regprocedure) AS TEXT), p.proowner, p.proacl
    FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
   WHERE n.nspname = :'schema' AND p.prokind IN ('f', 'a')
), need (class, oid, other_class, other_oid) AS ( -- a view's needs are those of its rule
  SELECT CASE WHEN d.classid = CAST('pg_rewrite' AS regclass) THEN CAST('pg_class' AS regclass) ELSE d.classid END,
         COALESCE(r.ev_class, d.objid), d.refclassid, d.refobjid
    FROM pg_depend AS d
    LEFT JOIN pg_rewrite AS r ON d.classid = CAST('pg_rewrite' AS regclass) AND r.oid = d.objid
   WHERE d.deptype = 'n' AND d.classid IN (CAST('pg_rewrite' AS regclass), CAST('pg_proc' AS regclass))
), level (class, oid, depth) AS (
  SELECT class, oid, 0 FROM object
  UNION
  SELECT n.class, n.oid, l.depth + 1
    FROM level AS l
    JOIN need AS n ON n.other_class = l.class AND n.other_oid = l.oid AND (n.class, n.oid) <> (l.class, l.oid)
    JOIN object AS o ON o.class = n.class AND o.oid = n.oid
)
SELECT format('DROP %s %s', o.kind, o.name),
       CASE o.kind WHEN 'FUNCTION' THEN pg_get_functiondef(o.oid)
            WHEN 'AGGREGATE' THEN
              (SELECT format('CREATE AGGREGATE %s (SFUNC = %s, STYPE = %s%s%s, PARALLEL = %s)', o.name,
                             CAST(CAST(g.aggtransfn AS oid) AS regproc), format_type(g.aggtranstype, NULL),
                             ', FINALFUNC = ' || CAST(CAST(NULLIF(CAST(g.aggfinalfn AS oid), 0) AS regproc) AS TEXT),
                             ', INITCOND = ' || quote_literal(g.agginitval),
                             CASE p.proparallel WHEN 's' THEN 'SAFE' WHEN 'r' THEN 'RESTRICTED' ELSE 'UNSAFE' END)
                 FROM pg_aggregate AS g JOIN pg_proc AS p ON p.oid = g.aggfnoid WHERE g.aggfnoid = o.oid)
            ELSE format('CREATE VIEW %s%s AS %s', o.name,
                        (SELECT ' WITH (' || array_to_string(c.reloptions, ', ') || ')' FROM pg_class AS c
                          WHERE c.oid = o.oid AND c.reloptions IS NOT NULL), pg_get_viewdef(o.oid)) END
       || format(E';\nALTER %s %s OWNER TO %I', o.kind, o.name, pg_get_userbyid(o.owner))
       || COALESCE((SELECT string_agg(format(E';\nGRANT %s ON %s %s TO %s%s', a.privilege_type,
                                             CASE o.kind WHEN 'VIEW' THEN 'TABLE' ELSE 'FUNCTION' END, o.name,
                                             CASE a.grantee WHEN 0 THEN 'PUBLIC'
                                                  ELSE quote_ident(pg_get_userbyid(a.grantee)) END,
                                             CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' END), '')
                      FROM aclexplode(o.acl) AS a WHERE a.grantee <> o.owner), '')
       || COALESCE((SELECT string_agg(format(E';\nCOMMENT ON %s IS %L',
                                             CASE WHEN d.objsubid = 0 THEN o.kind || ' ' || o.name
                                                  ELSE format('COLUMN %s.%I', o.name, t.attname) END, d.description), '')
                      FROM pg_description AS d
                      LEFT JOIN pg_attribute AS t ON t.attrelid = o.oid AND t.attnum = d.objsubid AND d.objsubid > 0
                     WHERE d.classoid = o.class AND d.objoid = o.oid), '')
  FROM object AS o
  JOIN (SELECT class, oid, MAX(depth) AS depth FROM level GROUP BY class, oid) AS l USING (class, oid)
 ORDER BY l.depth, o.name)";

constexpr std::string_view find_comments = R"(
SELECT 'COMMENT ON ' || CASE
       WHEN d.classoid = CAST('pg_constraint' AS regclass) THEN
         (SELECT format('CONSTRAINT %I ON %s', k.conname, CAST(k.conrelid AS regclass)) FROM pg_constraint AS k
           WHERE k.oid = d.objoid)
       WHEN d.objsubid > 0 THEN
         (SELECT format('COLUMN %s.%I', CAST(c.oid AS regclass), a.attname) FROM pg_attribute AS a
           WHERE a.attrelid = c.oid AND a.attnum = d.objsubid)
       ELSE format('%s %s', CASE c.relkind WHEN 'i' THEN 'INDEX' ELSE 'TABLE' END, CAST(c.oid AS regclass)) END
       || format(' IS %L', d.description)
  FROM pg_description AS d
  LEFT JOIN pg_constraint AS k ON d.classoid = CAST('pg_constraint' AS regclass) AND k.oid = d.objoid
  JOIN pg_class AS c ON c.oid = CASE WHEN d.classoid = CAST('pg_class' AS regclass) THEN d.objoid ELSE k.conrelid END
  JOIN pg_namespace AS n ON n.oid = c.relnamespace
 WHERE n.nspname = :'schema' AND c.relkind IN ('r', 'p', 'i')
 ORDER BY c.oid, d.objsubid, d.objoid)";

} // namespace

Derived derived_of(Database& database, std::string_view schema)
{
    auto& driver = database.session().driver();
    Atomic const snapshot{database, Atomic::Mode::read};
    driver.run_script(qualify_names);
    Derived found;
    std::vector<Parameter> const parameters{{"schema", std::string{schema}}};
    for (auto const rows = driver.read({"find views and functions", std::string{find_derived}, {}}, parameters);
         rows->next();) {
        found.drop.emplace_back(rows->text());
        found.create.emplace_back(rows->text());
    }
    for (auto const rows = driver.read({"find comments", std::string{find_comments}, {}}, parameters); rows->next();) {
        found.comments.emplace_back(rows->text());
    }
    std::ranges::reverse(found.drop);
    return found;
}

} // namespace pf::db::postgres
