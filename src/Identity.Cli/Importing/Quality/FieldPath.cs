using System.Globalization;
using System.Text.RegularExpressions;

namespace Identity.Cli.Importing.Quality;

/// <summary>The path of a field of an observation, as problems have them: <c>identifiers[2].value</c>,
/// <c>traits.city</c>.</summary>
/// <param name="Part">The first member.</param>
/// <param name="Index">The number in brackets; -1 when there is none.</param>
/// <param name="Name">What follows the first member, where that is a name; else empty.</param>
internal readonly partial record struct FieldPath(string Part, int Index, string Name)
{
    /// <summary>Total: a text that is no path has no index and no name.</summary>
    public static FieldPath Parse(string field)
    {
        Match match = Form().Match(field);
        if (!match.Success) { return new FieldPath(field, -1, ""); }
        bool hasIndex = int.TryParse(
            match.Groups["index"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out int index);
        return new FieldPath(match.Groups["part"].Value, hasIndex ? index : -1, match.Groups["name"].Value);
    }

    [GeneratedRegex(
        """^(?<part>[a-z_]+)(\[(?<index>\d{1,9})\]|[\[.]["']?(?<name>[A-Za-z0-9_.\- ]+)["']?\]?)?""",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
