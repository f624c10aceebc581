using System.Collections.Frozen;

namespace Identity.Core.Matching.Preparing;

/// <summary>Towns that go by several names, as people in the Netherlands and Belgium write them. Folded.</summary>
internal static class TownNames
{
    // The first of a row stands for all of it.
    private static readonly string[][] Rows =
    [
        ["den haag", "s gravenhage", "sgravenhage", "the hague", "la haye", "gravenhage"],
        ["den bosch", "s hertogenbosch", "shertogenbosch", "hertogenbosch", "bois le duc"],
        ["den helder", "helder"],
        ["alphen aan den rijn", "alphen", "alphen a d rijn", "alphen ad rijn"],
        ["capelle aan den ijssel", "capelle", "capelle a d ijssel", "capelle ad ijssel"],
        ["bergen op zoom", "bergen o z", "boz"],
        ["vlissingen", "flushing"],
        ["leeuwarden", "ljouwert"],
        ["sneek", "snits"],
        ["antwerpen", "antwerp", "anvers"],
        ["brussel", "bruxelles", "brussels", "brussel stad"],
        ["gent", "ghent", "gand"],
        ["brugge", "bruges"],
        ["leuven", "louvain"],
        ["mechelen", "malines"],
        ["kortrijk", "courtrai"],
        ["oostende", "ostend", "ostende"],
        ["ieper", "ypres"],
        ["doornik", "tournai"],
        ["luik", "liege", "luttich"],
        ["namen", "namur"],
        ["bergen", "mons"],
        ["aalst", "alost"],
        ["aken", "aachen"],
        ["keulen", "koln", "cologne"],
        ["parijs", "paris"],
        ["londen", "london"],
    ];

    private static readonly FrozenDictionary<string, string> Known = Rows
        .SelectMany(row => row.Select(name => (name, First: row[0])))
        .ToFrozenDictionary(entry => entry.name, entry => entry.First, StringComparer.Ordinal);

    /// <summary>The one name of a town.</summary>
    public static string Of(string folded) => Known.GetValueOrDefault(folded, folded);
}
