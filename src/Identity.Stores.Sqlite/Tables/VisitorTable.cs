using System.Text;
using Identity.Core;
using Identity.Core.Identifiers;
using Identity.Core.Profiles;
using Identity.Core.Recognition;
using Identity.Stores.Sqlite.Driver;

namespace Identity.Stores.Sqlite.Tables;

/// <summary>
/// What the tables together say of presented identifiers. One statement for all of them: each costs a search in six
/// trees, and the long texts are only read where they are needed.
/// </summary>
internal static class VisitorTable
{
    // One for each number of values.
    private static readonly Query[] Queries =
        [.. Enumerable.Range(1, IReadTransaction.VisitorValuesMax).Select(count => new Query(TextFor(count)))];

    public static VisitorRecords Find(Connection connection, long workspace, IReadOnlyList<IdentifierKey> values)
    {
        Invariant.Check(values.Count <= IReadTransaction.VisitorValuesMax, "A request names a bounded number.");
        if (values.Count == 0)
        {
            return new VisitorRecords(CounterTable.Value(connection, workspace, CounterTable.Revision), []);
        }

        using Statement rows = connection.Prepare(Queries[values.Count - 1]).Bind(workspace);
        foreach (IdentifierKey value in values) { rows.Bind(value.Namespace).Bind(value.Value); }
        var found = new VisitorRecord?[values.Count];
        long revision = 0;
        for (int index = 0; rows.Read(); index++)
        {
            revision = rows.Long();
            if (rows.IsNull()) { continue; }
            rows.Skip(1);
            found[index] = Read(rows, found.AsSpan(0, index));
        }

        return new VisitorRecords(revision, found);
    }

    private static string TextFor(int count)
    {
        var text = new StringBuilder();
        for (int index = 0; index < count; index++)
        {
            if (index > 0) { text.Append("\nUNION ALL\n"); }
            int parameter = 2 + (2 * index);
            text.Append(TextOf($"?{parameter}", $"?{parameter + 1}"));
        }

        return text.ToString();
    }

    // Outer joins, so that there is a row, with the revision, also for what was never seen.
    private static string TextOf(string @namespace, string value) =>
        $"""
        SELECT ifnull((SELECT value FROM counters WHERE workspace = ?1 AND name = '{CounterTable.Revision}'), 0),
               i.id, i.last_seen_at, i.last_unclaimed_at, i.sources, i.is_established,
               i.remembered_at, i.remembered_sources, s.summary,
               i.person_id, p.cluster_id, p.stale_at, i.firm_id, ifnull(g.profile, f.profile),
               CASE p.is_multi_occupancy WHEN 0 THEN p.household_id END
        FROM (SELECT ?1 AS workspace) AS one
        LEFT JOIN identifiers AS i INDEXED BY identifiers_by_value
          ON i.workspace = ?1 AND i.namespace = {@namespace} AND i.value = {value} AND i.epoch = ifnull(
             (SELECT max(epoch) FROM epochs
              WHERE workspace = ?1 AND namespace = {@namespace} AND value = {value}), 0)
        LEFT JOIN persons AS p ON p.workspace = ?1 AND p.person_id = i.person_id
        LEFT JOIN profiles AS f ON f.workspace = ?1 AND f.person_id = i.person_id AND i.firm_id = 0
        LEFT JOIN parts AS g ON g.workspace = ?1 AND g.firm_id = i.firm_id AND i.firm_id <> 0
        LEFT JOIN summaries AS s
          ON s.workspace = ?1 AND s.subject_id = i.id AND s.owner_id = 0 AND i.remembered_level IS NULL
        """;

    private static VisitorRecord Read(Statement row, ReadOnlySpan<VisitorRecord?> before)
    {
        DateTimeOffset lastSeen = row.MomentOr(DateTimeOffset.MinValue);
        lastSeen = row.MomentOr(lastSeen);
        SourceSet sources = SourceSet.Parse(row.Text());
        bool isEstablished = row.Bool();
        DateTimeOffset? rememberedAt = row.OptionalMoment();
        string? rememberedBy = row.OptionalText();
        SummaryDocument? own = row.IsNull() ? null : new SummaryDocument(row.Bytes());
        VisitorPerson? person = row.OptionalId() is { } id ? PersonOf(id, row, before) : null;
        var known = new KnownIdentifier
        {
            PersonId = person?.Id,
            IsEstablished = isEstablished,
            LastSeen = lastSeen,
            Sources = sources,
            RememberedAt = rememberedAt,
            FirmId = person?.FirmId ?? 0,
            RememberedBy = rememberedBy is null ? SourceSet.Empty : SourceSet.Parse(rememberedBy),
        };
        return new VisitorRecord(known, own, person);
    }

    private static VisitorPerson PersonOf(Guid id, Statement row, ReadOnlySpan<VisitorRecord?> before)
    {
        (long cluster, DateTimeOffset? staleAt) = (row.IsNull() ? 0 : row.Long(), row.OptionalMoment());
        long firm = row.Long();
        foreach (VisitorRecord? other in before)
        {
            if (other?.Person is { } known && known.Id == id && known.FirmId == firm) { return known; }
        }

        SummaryDocument? profile = row.IsNull() ? null : new SummaryDocument(row.Bytes());
        return new VisitorPerson(id, cluster, staleAt, firm, profile) { HouseholdId = row.OptionalId() };
    }
}
