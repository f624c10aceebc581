using Identity.Core.Identifiers;

namespace Identity.Stores.Sqlite.Tables;

/// <summary>Lists of keys without repetitions, so that no row is given back twice.</summary>
internal static class Distinct
{
    public static IEnumerable<long> Ids(IReadOnlyCollection<long> ids) => ids.Count < 2 ? ids : ids.Distinct();

    /// <summary>By namespace and value; epochs do not count.</summary>
    public static IEnumerable<IdentifierKey> Values(IReadOnlyCollection<IdentifierKey> values) =>
        values.Count < 2 ? values : values.Select(value => value with { Epoch = 0 }).Distinct();
}
