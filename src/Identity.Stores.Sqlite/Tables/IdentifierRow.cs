using Identity.Core;
using Identity.Core.Households;
using Identity.Core.Identifiers;
using Identity.Core.Recognition;
using Identity.Core.Resolution;
using Identity.Stores.Sqlite.Driver;

namespace Identity.Stores.Sqlite.Tables;

/// <summary>An identifier as a row: columns, parameters and reads in one order.</summary>
internal static class IdentifierRow
{
    /// <summary>Without the workspace, in the order in which <see cref="Read"/> takes them.</summary>
    public const string Columns =
        """
        id, namespace, value, epoch, birth_id, second_id, heir_id, cluster_id, person_id,
        first_seen_at, last_seen_at, first_unclaimed_at, last_unclaimed_at, first_vouched_at, level, sources,
        shown, shown_at, is_shown_unclaimed, heir_since, unique_seen, is_established, exclusion, is_bounded,
        remembered_level, remembered_at, remembered_sources, household_id, household_seen_at, firm_id
        """;

    private const string SetUnindexed =
        """
        first_seen_at = ?11, last_seen_at = ?12, first_unclaimed_at = ?13, last_unclaimed_at = ?14,
        first_vouched_at = ?15, level = ?16, sources = ?17, shown = ?18, shown_at = ?19, is_shown_unclaimed = ?20,
        heir_since = ?21, unique_seen = ?22, is_established = ?23, exclusion = ?24, is_bounded = ?25,
        remembered_level = ?26, remembered_at = ?27, remembered_sources = ?28, household_id = ?29,
        household_seen_at = ?30, firm_id = ?31
        """;

    /// <summary>
    /// Writes an identifier that is known with the same values in all indexed columns; else does nothing. The plus
    /// signs keep SQLite from searching by any of these columns instead of the key.
    /// </summary>
    public static readonly Query UpdateUnindexed = new(
        $"""
        UPDATE identifiers SET {SetUnindexed}
        WHERE workspace = ?1 AND id = ?2 AND +namespace = ?3 AND +value = ?4 AND +epoch = ?5 AND +birth_id = ?6
          AND +second_id = ?7 AND +heir_id = ?8 AND +cluster_id = ?9 AND +person_id IS ?10
        """);

    /// <summary>Writes an identifier, new or known. The same parameters.</summary>
    public static readonly Query Upsert = new(
        $"""
        INSERT INTO identifiers (workspace, {Columns})
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,
                ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31)
        ON CONFLICT (workspace, id) DO UPDATE SET
            namespace = ?3, value = ?4, epoch = ?5, birth_id = ?6, second_id = ?7, heir_id = ?8, cluster_id = ?9,
            person_id = ?10, {SetUnindexed}
        """);

    /// <summary>Binds all but the workspace.</summary>
    public static void Bind(Statement statement, IdentifierRecord identifier)
    {
        IdentifierFacts facts = identifier.Facts;
        statement.Bind(identifier.Id).Bind(identifier.Key.Namespace).Bind(identifier.Key.Value)
            .Bind(identifier.Key.Epoch).Bind(identifier.BirthId).Bind(identifier.SecondId).Bind(identifier.HeirId)
            .Bind(identifier.ClusterId).Bind(identifier.PersonId);
        BindUnless(statement, facts.FirstSeen, DateTimeOffset.MaxValue);
        BindUnless(statement, facts.LastSeen, DateTimeOffset.MinValue);
        statement.Bind(facts.FirstUnclaimed).Bind(facts.LastUnclaimed).Bind(facts.FirstVouched)
            .Bind((long)facts.Level).Bind(facts.Sources.ToString()).Bind(facts.Shown.Text);
        BindUnless(statement, facts.Shown.SeenAt, default);
        statement.Bind(facts.Shown.IsUnclaimed);
        BindUnless(statement, identifier.HeirSince, default);
        statement.Bind(identifier.UniqueSeen).Bind(identifier.IsEstablished)
            .Bind(ReasonText(identifier.Exclusion)).Bind(identifier.IsBounded);
        if (identifier.Remembered is { } remembered)
        {
            statement.Bind((long)remembered.Level).Bind(remembered.LinkedAt).Bind(remembered.Sources.ToString());
        }
        else
        {
            statement.BindNull().BindNull().BindNull();
        }

        statement.Bind(identifier.Residence?.HouseholdId).Bind(identifier.Residence?.LastSeen)
            .Bind(identifier.FirmId);
    }

    public static IdentifierRecord Read(Statement row) => new()
    {
        Id = row.Long(),
        Key = new IdentifierKey(row.Text(), row.Text(), row.Long()),
        BirthId = row.Id(),
        SecondId = row.Id(),
        HeirId = row.Long(),
        ClusterId = row.Long(),
        PersonId = row.OptionalId(),
        Facts = new IdentifierFacts
        {
            FirstSeen = row.MomentOr(DateTimeOffset.MaxValue),
            LastSeen = row.MomentOr(DateTimeOffset.MinValue),
            FirstUnclaimed = row.OptionalMoment(),
            LastUnclaimed = row.OptionalMoment(),
            FirstVouched = row.OptionalMoment(),
            Level = (RecognitionLevel)row.Int(),
            Sources = SourceSet.Parse(row.Text()),
            Shown = new Spelling(row.OptionalText(), row.MomentOr(default), row.Bool()),
        },
        HeirSince = row.MomentOr(default),
        UniqueSeen = row.Int(),
        IsEstablished = row.Bool(),
        Exclusion = Reason(row.OptionalText()),
        IsBounded = row.Bool(),
        Remembered = ReadRemembrance(row),
        Residence = ReadResidence(row),
        FirmId = row.Long(),
    };

    private static Residence? ReadResidence(Statement row)
    {
        if (row.OptionalId() is { } household) { return new Residence(household, row.Moment()); }
        row.Skip(1);
        return null;
    }

    private static Remembrance? ReadRemembrance(Statement row)
    {
        if (!row.IsNull()) { return new((RecognitionLevel)row.Int(), row.Moment(), SourceSet.Parse(row.Text())); }
        row.Skip(2);
        return null;
    }

    private static void BindUnless(Statement statement, DateTimeOffset moment, DateTimeOffset absent)
    {
        if (moment == absent)
        {
            statement.BindNull();
        }
        else
        {
            statement.Bind(moment);
        }
    }

    private static string? ReasonText(SuppressionReason? reason) =>
        reason is { } known ? new Suppression(known).ToString() : null;

    private static SuppressionReason? Reason(string? text)
    {
        if (text is null) { return null; }
        return Enum.TryParse(text, ignoreCase: true, out SuppressionReason reason)
            ? reason
            : throw new StoreDamagedException("A stored exclusion cannot be read.");
    }
}
