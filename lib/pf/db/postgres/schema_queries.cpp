#include "pf/db/postgres/schema_queries.hpp"

namespace pf::db::postgres {

// Everything in these schemas is ours but what an extension has brought: the portfolio's, or without one all that are
// no portfolio. `migrator` is the role that owns what a migration makes: the history's owner, or whoever is here before
// there is one.
std::string_view const schema_parts = R"(
WITH history AS (
  SELECT c.oid, c.relnamespace, c.relowner FROM pg_class AS c WHERE c.relname = 'pf_migrate_history' AND c.relkind = 'r'
), ours AS (
  SELECT oid, CAST(nspname AS TEXT) AS schema, nspowner, nspacl FROM pg_namespace AS n
   WHERE CASE WHEN :'portfolio' = ''
         THEN nspname !~ '^pg_' AND nspname NOT IN ('information_schema', 'pf_migrate')
              AND NOT EXISTS (SELECT FROM history WHERE relnamespace = n.oid)
         ELSE nspname = :'portfolio' END
), member AS (
  SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
), implied AS ( -- part of another object, as the functions of a range are
  SELECT classid, objid FROM pg_depend WHERE deptype IN ('e', 'i')
), migrator AS (
  SELECT COALESCE(CASE WHEN :'portfolio' = ''
                       THEN (SELECT nspowner FROM pg_namespace WHERE nspname = 'pf_migrate')
                       ELSE (SELECT h.relowner FROM history AS h JOIN ours AS n ON n.oid = h.relnamespace) END,
                  (SELECT oid FROM pg_roles WHERE rolname = current_user)) AS role
), relation AS (
  SELECT c.*, n.schema, CASE WHEN c.relkind = 'c' THEN 'type' ELSE i.type END || ' ' || i.identity AS object
    FROM pg_class AS c
    JOIN ours AS n ON n.oid = c.relnamespace
   CROSS JOIN LATERAL pg_identify_object(CAST('pg_class' AS regclass), c.oid, 0) AS i
   WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S', 'c')
     AND NOT (c.relnamespace IN (SELECT relnamespace FROM history)
              AND c.relname IN ('pf_migrate_history', 'pf_migrate_progress'))
     AND NOT EXISTS (SELECT FROM member WHERE classid = CAST('pg_class' AS regclass) AND objid = c.oid)
), routine AS (
  SELECT p.*, n.schema, i.type || ' ' || i.identity AS object
    FROM pg_proc AS p
    JOIN ours AS n ON n.oid = p.pronamespace
   CROSS JOIN LATERAL pg_identify_object(CAST('pg_proc' AS regclass), p.oid, 0) AS i
   WHERE NOT EXISTS (SELECT FROM implied WHERE classid = CAST('pg_proc' AS regclass) AND objid = p.oid)
), type AS (
  SELECT t.*, n.schema, i.type || ' ' || i.identity AS object
    FROM pg_type AS t
    JOIN ours AS n ON n.oid = t.typnamespace
   CROSS JOIN LATERAL pg_identify_object(CAST('pg_type' AS regclass), t.oid, 0) AS i
   WHERE (t.typrelid = 0 OR EXISTS (SELECT FROM pg_class WHERE oid = t.typrelid AND relkind = 'c'))
     AND NOT EXISTS (SELECT FROM pg_type AS e WHERE e.typarray = t.oid)
     AND NOT EXISTS (SELECT FROM implied WHERE classid = CAST('pg_type' AS regclass) AND objid = t.oid)
), other_id (class, oid) AS (
  SELECT CAST('pg_collation' AS regclass), oid FROM pg_collation UNION ALL
  SELECT CAST('pg_conversion' AS regclass), oid FROM pg_conversion UNION ALL
  SELECT CAST('pg_operator' AS regclass), oid FROM pg_operator UNION ALL
  SELECT CAST('pg_opclass' AS regclass), oid FROM pg_opclass UNION ALL
  SELECT CAST('pg_opfamily' AS regclass), oid FROM pg_opfamily UNION ALL
  SELECT CAST('pg_ts_config' AS regclass), oid FROM pg_ts_config UNION ALL
  SELECT CAST('pg_ts_dict' AS regclass), oid FROM pg_ts_dict UNION ALL
  SELECT CAST('pg_ts_parser' AS regclass), oid FROM pg_ts_parser UNION ALL
  SELECT CAST('pg_ts_template' AS regclass), oid FROM pg_ts_template UNION ALL
  SELECT CAST('pg_cast' AS regclass), oid FROM pg_cast UNION ALL
  SELECT CAST('pg_transform' AS regclass), oid FROM pg_transform UNION ALL
  SELECT CAST('pg_language' AS regclass), oid FROM pg_language UNION ALL
  SELECT CAST('pg_am' AS regclass), oid FROM pg_am UNION ALL
  SELECT CAST('pg_foreign_data_wrapper' AS regclass), oid FROM pg_foreign_data_wrapper UNION ALL
  SELECT CAST('pg_foreign_server' AS regclass), oid FROM pg_foreign_server UNION ALL
  SELECT CAST('pg_statistic_ext' AS regclass), oid FROM pg_statistic_ext UNION ALL
  SELECT CAST('pg_publication' AS regclass), oid FROM pg_publication UNION ALL
  SELECT CAST('pg_event_trigger' AS regclass), oid FROM pg_event_trigger
), other AS (
  SELECT o.class, o.oid, n.schema, i.type || ' ' || i.identity AS object
    FROM other_id AS o
   CROSS JOIN LATERAL pg_identify_object(o.class, o.oid, 0) AS i
    LEFT JOIN ours AS n ON quote_ident(n.schema) = i.schema
   WHERE o.oid >= 16384 -- what initdb has made lies below
     AND (i.schema IS NULL OR n.schema IS NOT NULL)
     AND NOT EXISTS (SELECT FROM implied WHERE classid = o.class AND objid = o.oid)
)
)";

namespace {

constexpr std::string_view schemas = R"(
SELECT n.schema, 'schema ' || quote_ident(n.schema), CAST(NULL AS TEXT) FROM ours AS n
 WHERE NOT EXISTS (SELECT FROM member WHERE classid = CAST('pg_namespace' AS regclass) AND objid = n.oid)
 ORDER BY 2)";

constexpr std::string_view extensions = R"(
SELECT CAST(NULL AS TEXT), 'extension ' || quote_ident(e.extname),
       concat_ws(' ', 'version', e.extversion, 'in schema', quote_ident(n.nspname))
  FROM pg_extension AS e JOIN pg_namespace AS n ON n.oid = e.extnamespace
 ORDER BY 2)";

constexpr std::string_view relations = R"(
SELECT c.schema, c.object, p.line
  FROM relation AS c
  LEFT JOIN pg_am AS m ON m.oid = c.relam
  LEFT JOIN pg_foreign_table AS f ON f.ftrelid = c.oid
  LEFT JOIN pg_foreign_server AS s ON s.oid = f.ftserver
 CROSS JOIN LATERAL (VALUES
   (0, NULL),
   (1, CASE c.relpersistence WHEN 'u' THEN 'unlogged' END),
   (2, CASE WHEN c.reloftype <> 0 THEN 'of type ' || format_type(c.reloftype, NULL) END),
   (3, CASE WHEN c.relkind = 'p' THEN 'partition by ' || pg_get_partkeydef(c.oid) END),
   (4, CASE WHEN m.amname <> 'heap' THEN 'using ' || quote_ident(m.amname) END),
   (5, 'with (' || array_to_string(c.reloptions, ', ') || ')'),
   (6, 'toast with (' || (SELECT array_to_string(t.reloptions, ', ') FROM pg_class AS t
                           WHERE t.oid = c.reltoastrelid AND t.reloptions IS NOT NULL) || ')'),
   (7, 'tablespace ' || (SELECT quote_ident(spcname) FROM pg_tablespace WHERE oid = c.reltablespace)),
   (8, CASE WHEN c.relrowsecurity THEN 'row level security enabled' END),
   (9, CASE WHEN c.relforcerowsecurity THEN 'row level security forced' END),
   (10, CASE c.relreplident WHEN 'f' THEN 'replica identity full' WHEN 'i' THEN 'replica identity index'
                            WHEN 'n' THEN CASE WHEN c.relkind IN ('r', 'p') THEN 'replica identity nothing' END END),
   (11, concat_ws(' ', 'server ' || quote_ident(s.srvname), 'options (' || array_to_string(f.ftoptions, ', ') || ')'))
 ) AS p (rank, line)
 WHERE p.rank = 0 OR p.line <> ''
 ORDER BY c.object, p.rank)";

constexpr std::string_view inheritance = R"(
SELECT c.schema, c.object, CASE WHEN c.relispartition
       THEN 'partition of ' || CAST(CAST(h.inhparent AS regclass) AS TEXT) || ' ' || pg_get_expr(c.relpartbound, c.oid)
       ELSE 'inherits ' || CAST(CAST(h.inhparent AS regclass) AS TEXT) END
  FROM relation AS c JOIN pg_inherits AS h ON h.inhrelid = c.oid
 ORDER BY c.object, h.inhseqno)";

constexpr std::string_view columns = R"(
SELECT c.schema, c.object, concat_ws(' ', 'column', quote_ident(a.attname), format_type(a.atttypid, a.atttypmod),
       CASE WHEN a.attcollation <> t.typcollation THEN 'COLLATE ' || CAST(CAST(a.attcollation AS regcollation) AS TEXT) END,
       CASE WHEN a.attnotnull THEN 'NOT NULL' END,
       CASE WHEN a.attgenerated = '' THEN 'DEFAULT ' || pg_get_expr(d.adbin, d.adrelid)
            ELSE 'GENERATED ALWAYS AS (' || pg_get_expr(d.adbin, d.adrelid) || ') '
                 || CASE a.attgenerated WHEN 's' THEN 'STORED' ELSE 'VIRTUAL' END END,
       CASE a.attidentity WHEN 'a' THEN 'GENERATED ALWAYS AS IDENTITY' WHEN 'd' THEN 'GENERATED BY DEFAULT AS IDENTITY' END,
       CASE WHEN a.attstorage <> t.typstorage THEN 'STORAGE ' || CASE a.attstorage
            WHEN 'p' THEN 'PLAIN' WHEN 'e' THEN 'EXTERNAL' WHEN 'm' THEN 'MAIN' ELSE 'EXTENDED' END END,
       CASE a.attcompression WHEN 'p' THEN 'COMPRESSION pglz' WHEN 'l' THEN 'COMPRESSION lz4' END,
       'STATISTICS ' || NULLIF(a.attstattarget, -1),
       'WITH (' || (SELECT string_agg(o, ', ') FROM unnest(a.attoptions) AS o WHERE o NOT LIKE 'pg\_%') || ')', 'OPTIONS (' || array_to_string(a.attfdwoptions, ', ') || ')')
  FROM relation AS c
  JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  JOIN pg_type AS t ON t.oid = a.atttypid
  LEFT JOIN pg_attrdef AS d ON d.adrelid = c.oid AND d.adnum = a.attnum
 WHERE c.relkind <> 'S'
 ORDER BY c.object, a.attnum)";

constexpr std::string_view sequences = R"(
SELECT c.schema, c.object, concat_ws(' ', 'AS', format_type(s.seqtypid, NULL), 'START', s.seqstart, 'INCREMENT', s.seqincrement,
       'MINVALUE', s.seqmin, 'MAXVALUE', s.seqmax, 'CACHE', s.seqcache, CASE WHEN s.seqcycle THEN 'CYCLE' END,
       'OWNED BY ' || (SELECT (pg_identify_object(d.refclassid, d.refobjid, d.refobjsubid)).identity FROM pg_depend AS d
                        WHERE d.classid = CAST('pg_class' AS regclass) AND d.objid = c.oid AND d.deptype IN ('a', 'i')
                          AND d.refclassid = CAST('pg_class' AS regclass) AND d.refobjsubid > 0))
  FROM relation AS c JOIN pg_sequence AS s ON s.seqrelid = c.oid
 ORDER BY c.object)";

constexpr std::string_view constraints = R"(
SELECT c.schema, c.object, concat_ws(' ', 'constraint', quote_ident(k.conname), pg_get_constraintdef(k.oid))
  FROM relation AS c JOIN pg_constraint AS k ON k.conrelid = c.oid
 WHERE k.contype <> 't' -- shown as a trigger
 ORDER BY c.object, k.conname)";

constexpr std::string_view indexes = R"(
SELECT c.schema, c.object, concat_ws(' ', pg_get_indexdef(x.indexrelid),
       CASE WHEN NOT x.indisvalid AND i.relkind = 'i' THEN 'INVALID' END, CASE WHEN x.indisclustered THEN 'CLUSTER' END,
       CASE WHEN x.indisreplident THEN 'REPLICA IDENTITY' END)
  FROM relation AS c JOIN pg_index AS x ON x.indrelid = c.oid JOIN pg_class AS i ON i.oid = x.indexrelid
 ORDER BY c.object, i.relname)";

constexpr std::string_view views = R"(
SELECT c.schema, c.object, l.line
  FROM relation AS c
 CROSS JOIN LATERAL unnest(string_to_array(CASE WHEN c.relkind IN ('v', 'm') THEN pg_get_viewdef(c.oid) END, E'\n'))
            WITH ORDINALITY AS l (line, number)
 ORDER BY c.object, l.number)";

constexpr std::string_view triggers = R"(
SELECT c.schema, c.object, concat_ws(' ', pg_get_triggerdef(t.oid), CASE t.tgenabled
       WHEN 'D' THEN 'DISABLED' WHEN 'R' THEN 'ENABLED FOR REPLICA' WHEN 'A' THEN 'ENABLED ALWAYS' END)
  FROM relation AS c JOIN pg_trigger AS t ON t.tgrelid = c.oid
 WHERE NOT t.tgisinternal
 ORDER BY c.object, t.tgname)";

constexpr std::string_view rules = R"(
SELECT c.schema, c.object, concat_ws(' ', pg_get_ruledef(r.oid), CASE r.ev_enabled
       WHEN 'D' THEN 'DISABLED' WHEN 'R' THEN 'ENABLED FOR REPLICA' WHEN 'A' THEN 'ENABLED ALWAYS' END)
  FROM relation AS c JOIN pg_rewrite AS r ON r.ev_class = c.oid
 WHERE r.rulename <> '_RETURN' -- the view itself
 ORDER BY c.object, r.rulename)";

constexpr std::string_view policies = R"(
SELECT c.schema, c.object, concat_ws(' ', 'policy', quote_ident(p.polname),
       CASE WHEN p.polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END, 'FOR', CASE p.polcmd
       WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
       'TO', (SELECT string_agg(CASE WHEN r.role = 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(r.role)) END, ', '
                                ORDER BY pg_get_userbyid(r.role)) FROM unnest(p.polroles) AS r (role)),
       'USING (' || pg_get_expr(p.polqual, p.polrelid) || ')', 'WITH CHECK (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')')
  FROM relation AS c JOIN pg_policy AS p ON p.polrelid = c.oid
 ORDER BY c.object, p.polname)";

constexpr std::string_view routines = R"(
SELECT p.schema, p.object, l.line
  FROM routine AS p
 CROSS JOIN LATERAL unnest(string_to_array(rtrim(CASE WHEN p.prokind <> 'a' THEN pg_get_functiondef(p.oid) END, E'\n'), E'\n'))
            WITH ORDINALITY AS l (line, number)
 ORDER BY p.object, l.number)";

// The row of the catalog with the names of what it refers to: their numbers differ from database to database.
constexpr std::string_view aggregates = R"(
SELECT p.schema, p.object, concat_ws(' ', 'returns', format_type(p.prorettype, NULL), 'state', format_type(a.aggtranstype, NULL),
       'moving', format_type(NULLIF(a.aggmtranstype, 0), NULL), 'sorted by', CAST(CAST(NULLIF(a.aggsortop, 0) AS regoperator) AS TEXT),
       'parallel', p.proparallel,
       CAST(to_jsonb(a) - ARRAY['aggfnoid', 'aggtranstype', 'aggmtranstype', 'aggsortop'] AS TEXT))
  FROM routine AS p JOIN pg_aggregate AS a ON a.aggfnoid = p.oid
 ORDER BY p.object)";

constexpr std::string_view types = R"(
SELECT t.schema, t.object, CASE t.typtype
       WHEN 'e' THEN 'enum'
       WHEN 'c' THEN 'composite'
       WHEN 'd' THEN concat_ws(' ', 'domain', format_type(t.typbasetype, t.typtypmod),
            CASE WHEN t.typcollation <> b.typcollation THEN 'COLLATE ' || CAST(CAST(t.typcollation AS regcollation) AS TEXT) END,
            CASE WHEN t.typnotnull THEN 'NOT NULL' END, 'DEFAULT ' || t.typdefault)
       WHEN 'r' THEN concat_ws(' ', 'range of', format_type(r.rngsubtype, NULL),
            'COLLATE ' || CAST(CAST(NULLIF(r.rngcollation, 0) AS regcollation) AS TEXT), 'operator class',
            (pg_identify_object(CAST('pg_opclass' AS regclass), r.rngsubopc, 0)).identity, 'canonical', r.rngcanonical,
            'difference', r.rngsubdiff, 'multirange', format_type(r.rngmultitypid, NULL))
       ELSE concat_ws(' ', 'base, input', t.typinput, 'output', t.typoutput, 'receive', t.typreceive, 'send', t.typsend,
            'length', t.typlen, 'alignment', t.typalign, 'storage', t.typstorage, 'delimiter', t.typdelim,
            'DEFAULT ' || t.typdefault) END
  FROM type AS t
  LEFT JOIN pg_type AS b ON b.oid = t.typbasetype
  LEFT JOIN pg_range AS r ON r.rngtypid = t.oid
 ORDER BY t.object)";

constexpr std::string_view type_parts = R"(
SELECT t.schema, t.object, p.line
  FROM type AS t
 CROSS JOIN LATERAL (
   SELECT 1, row_number() OVER (ORDER BY e.enumsortorder), 'label ' || quote_literal(e.enumlabel) FROM pg_enum AS e
    WHERE e.enumtypid = t.oid
   UNION ALL
   SELECT 2, row_number() OVER (ORDER BY k.conname),
          concat_ws(' ', 'constraint', quote_ident(k.conname), pg_get_constraintdef(k.oid))
     FROM pg_constraint AS k WHERE k.contypid = t.oid
 ) AS p (rank, number, line)
 ORDER BY t.object, p.rank, p.number)";

constexpr std::string_view others = R"(
SELECT o.schema, o.object, CASE o.class
       WHEN CAST('pg_statistic_ext' AS regclass) THEN pg_get_statisticsobjdef(o.oid)
       WHEN CAST('pg_event_trigger' AS regclass) THEN
         (SELECT concat_ws(' ', 'on', e.evtevent, 'when tag in (' || array_to_string(e.evttags, ', ') || ')', 'execute',
                 CAST(e.evtfoid AS regprocedure), CASE e.evtenabled WHEN 'D' THEN 'DISABLED' END)
            FROM pg_event_trigger AS e WHERE e.oid = o.oid)
       WHEN CAST('pg_foreign_server' AS regclass) THEN
         (SELECT concat_ws(' ', 'type ' || s.srvtype, 'version ' || s.srvversion,
                 'options (' || array_to_string(s.srvoptions, ', ') || ')') FROM pg_foreign_server AS s WHERE s.oid = o.oid)
       WHEN CAST('pg_operator' AS regclass) THEN
         (SELECT concat_ws(' ', 'function', CAST(p.oprcode AS regprocedure), 'returns', format_type(p.oprresult, NULL))
            FROM pg_operator AS p WHERE p.oid = o.oid)
       WHEN CAST('pg_cast' AS regclass) THEN
         (SELECT concat_ws(' ', 'context', k.castcontext, 'method', k.castmethod,
                 'function ' || CAST(CAST(NULLIF(k.castfunc, 0) AS regprocedure) AS TEXT)) FROM pg_cast AS k WHERE k.oid = o.oid)
       WHEN CAST('pg_publication' AS regclass) THEN
         (SELECT concat_ws(' ', CASE WHEN p.puballtables THEN 'all tables' END, (SELECT 'tables ' || string_agg(
                 quote_ident(t.schemaname) || '.' || quote_ident(t.tablename), ', ' ORDER BY t.schemaname, t.tablename)
                  FROM pg_publication_tables AS t WHERE t.pubname = p.pubname AND NOT p.puballtables),
                 CASE WHEN p.pubinsert THEN 'insert' END, CASE WHEN p.pubupdate THEN 'update' END,
                 CASE WHEN p.pubdelete THEN 'delete' END, CASE WHEN p.pubtruncate THEN 'truncate' END)
            FROM pg_publication AS p WHERE p.oid = o.oid) END
  FROM other AS o
 ORDER BY o.object)";

constexpr std::string_view comments = R"(
, place (class, oid, part, schema, object, label) AS (
  SELECT CAST('pg_namespace' AS regclass), oid, 0, schema, 'schema ' || quote_ident(schema), NULL FROM ours UNION ALL
  SELECT CAST('pg_class' AS regclass), oid, 0, schema, object, NULL FROM relation UNION ALL
  SELECT CAST('pg_class' AS regclass), c.oid, a.attnum, c.schema, c.object, 'column ' || quote_ident(a.attname)
    FROM relation AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 UNION ALL
  SELECT CAST('pg_class' AS regclass), i.oid, 0, c.schema, c.object, 'index ' || quote_ident(i.relname)
    FROM relation AS c JOIN pg_index AS x ON x.indrelid = c.oid JOIN pg_class AS i ON i.oid = x.indexrelid UNION ALL
  SELECT CAST('pg_constraint' AS regclass), k.oid, 0, c.schema, c.object, 'constraint ' || quote_ident(k.conname)
    FROM relation AS c JOIN pg_constraint AS k ON k.conrelid = c.oid UNION ALL
  SELECT CAST('pg_constraint' AS regclass), k.oid, 0, t.schema, t.object, 'constraint ' || quote_ident(k.conname)
    FROM type AS t JOIN pg_constraint AS k ON k.contypid = t.oid UNION ALL
  SELECT CAST('pg_trigger' AS regclass), t.oid, 0, c.schema, c.object, 'trigger ' || quote_ident(t.tgname)
    FROM relation AS c JOIN pg_trigger AS t ON t.tgrelid = c.oid UNION ALL
  SELECT CAST('pg_rewrite' AS regclass), r.oid, 0, c.schema, c.object, 'rule ' || quote_ident(r.rulename)
    FROM relation AS c JOIN pg_rewrite AS r ON r.ev_class = c.oid UNION ALL
  SELECT CAST('pg_policy' AS regclass), p.oid, 0, c.schema, c.object, 'policy ' || quote_ident(p.polname)
    FROM relation AS c JOIN pg_policy AS p ON p.polrelid = c.oid UNION ALL
  SELECT CAST('pg_proc' AS regclass), oid, 0, schema, object, NULL FROM routine UNION ALL
  SELECT CAST('pg_type' AS regclass), oid, 0, schema, object, NULL FROM type UNION ALL
  SELECT class, oid, 0, schema, object, NULL FROM other
)
SELECT p.schema, p.object, concat_ws(' ', 'comment', 'on ' || p.label, to_json(d.description))
  FROM place AS p JOIN pg_description AS d ON d.classoid = p.class AND d.objoid = p.oid AND d.objsubid = p.part
 ORDER BY p.object, p.label)";

// What is told is how privileges differ from those that an object of its kind is born with.
constexpr std::string_view privileges = R"(
, owned (schema, object, part, owner, acl, kind) AS (
  SELECT schema, 'schema ' || quote_ident(schema), NULL, nspowner, nspacl, CAST('n' AS "char") FROM ours UNION ALL
  SELECT schema, object, NULL, relowner, relacl, CAST(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END AS "char") FROM relation
   WHERE relkind <> 'c' UNION ALL
  SELECT c.schema, c.object, '(' || quote_ident(a.attname) || ')', c.relowner, a.attacl, CAST('c' AS "char")
    FROM relation AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attacl IS NOT NULL AND NOT a.attisdropped UNION ALL
  SELECT schema, object, NULL, proowner, proacl, CAST('f' AS "char") FROM routine UNION ALL
  SELECT schema, object, NULL, typowner, typacl, CAST('T' AS "char") FROM type UNION ALL
  SELECT o.schema, o.object, NULL, s.srvowner, s.srvacl, CAST('S' AS "char")
    FROM other AS o JOIN pg_foreign_server AS s ON o.class = CAST('pg_foreign_server' AS regclass) AND s.oid = o.oid UNION ALL
  SELECT o.schema, o.object, NULL, w.fdwowner, w.fdwacl, CAST('F' AS "char") FROM other AS o
    JOIN pg_foreign_data_wrapper AS w ON o.class = CAST('pg_foreign_data_wrapper' AS regclass) AND w.oid = o.oid
), change (schema, object, part, owner, verb, grantee, privilege) AS (
  SELECT o.schema, o.object, o.part, o.owner, e.verb, e.grantee,
         e.privilege_type || CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END
    FROM owned AS o
   CROSS JOIN LATERAL (
     (SELECT 'grant', grantee, privilege_type, is_grantable FROM aclexplode(o.acl) EXCEPT
      SELECT 'grant', grantee, privilege_type, is_grantable FROM aclexplode(acldefault(o.kind, o.owner)))
     UNION ALL
     (SELECT 'revoke', grantee, privilege_type, is_grantable FROM aclexplode(acldefault(o.kind, o.owner)) EXCEPT
      SELECT 'revoke', grantee, privilege_type, is_grantable FROM aclexplode(o.acl))
   ) AS e (verb, grantee, privilege_type, is_grantable)
   WHERE o.acl IS NOT NULL
)
SELECT schema, object, line FROM (
  SELECT schema, object, 'owner ' || quote_ident(pg_get_userbyid(owner)) AS line FROM owned, migrator
   WHERE owner <> role AND part IS NULL
  UNION ALL
  SELECT schema, object, concat_ws(' ', verb, string_agg(privilege, ', ' ORDER BY privilege), part,
         CASE verb WHEN 'grant' THEN 'to' ELSE 'from' END, CASE WHEN grantee = 0 THEN 'PUBLIC' WHEN grantee = owner THEN 'its owner'
         ELSE quote_ident(pg_get_userbyid(grantee)) END)
    FROM change
   GROUP BY schema, object, part, owner, verb, grantee
) AS lines
 ORDER BY object, line)";

constexpr std::string_view default_privileges = R"(
SELECT CAST(n.nspname AS TEXT), concat_ws(' ', 'default privileges',
       'for role ' || CASE WHEN d.defaclrole <> m.role THEN quote_ident(pg_get_userbyid(d.defaclrole)) END,
       'in schema ' || quote_ident(n.nspname)) AS object,
       concat_ws(' ', 'grant', string_agg(e.privilege_type || CASE WHEN e.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END, ', '
                                          ORDER BY e.privilege_type),
       'on', CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences' WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types'
                                  WHEN 'n' THEN 'schemas' ELSE 'large objects' END,
       'to', CASE WHEN e.grantee = 0 THEN 'PUBLIC' WHEN e.grantee = d.defaclrole THEN 'its owner'
             ELSE quote_ident(pg_get_userbyid(e.grantee)) END) AS line
  FROM pg_default_acl AS d
 CROSS JOIN migrator AS m
 CROSS JOIN LATERAL aclexplode(d.defaclacl) AS e
  LEFT JOIN pg_namespace AS n ON n.oid = d.defaclnamespace
 GROUP BY d.defaclrole, m.role, n.nspname, d.defaclobjtype, e.grantee
 ORDER BY 2, 3)";

constexpr SchemaQuery all[] = {
    {"schemas", schemas},
    {"extensions", extensions},
    {"relations", relations},
    {"inheritance", inheritance},
    {"columns", columns},
    {"sequences", sequences},
    {"constraints", constraints},
    {"indexes", indexes},
    {"views", views},
    {"triggers", triggers},
    {"rules", rules},
    {"policies", policies},
    {"types", types},
    {"parts of types", type_parts},
    {"routines", routines},
    {"aggregates", aggregates},
    {"other objects", others},
    {"comments", comments},
    {"privileges", privileges, true},
    {"default privileges", default_privileges, true},
};

} // namespace

std::span<SchemaQuery const> const schema_queries{all};

std::string_view const invalid_indexes_query = R"(
SELECT CAST(CAST(x.indexrelid AS regclass) AS TEXT)
  FROM relation AS c JOIN pg_index AS x ON x.indrelid = c.oid JOIN pg_class AS i ON i.oid = x.indexrelid
 WHERE NOT x.indisvalid AND i.relkind = 'i'
 ORDER BY 1)";

} // namespace pf::db::postgres
