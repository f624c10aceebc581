using System.Globalization;
using Identity.V1;

namespace Identity.Cli.Output;

/// <summary>Persons who were found, for people.</summary>
internal static class FoundText
{
    public static void Write(TextWriter output, FindProfilesResponse found)
    {
        if (found.Profiles.Count == 0) { output.WriteLine("Nobody was found."); }
        string[][] rows = [.. found.Profiles.Select(RowOf)];
        output.WriteColumns("", rows);
        if (found.NextPageToken.Length > 0) { output.WriteLine("There are more; --count shows up to 100."); }
        if (found.Truncated) { output.WriteLine("Too many may be meant, so not all were looked at; say more."); }
    }

    private static string[] RowOf(FoundProfile profile) =>
    [
        profile.PersonId, profile.Bits.ToString("0.0", CultureInfo.InvariantCulture), Printing.Text(profile.Identifier),
        Printing.Plain(string.Join(' ', profile.Fields.Select(field => field.Value))),
    ];
}
