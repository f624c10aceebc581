using System.Text.RegularExpressions;

namespace Identity.Tidy.Tests;

/// <summary>House style that no analyzer checks. Each rule returns its breaches as `path:line what`.</summary>
internal static partial class StyleRules
{
    public const int LinesMax = 400;
    public const int ColumnsMax = 120;
    public const int MethodLinesMax = 70;

    public static IEnumerable<string> LongFiles(SourceText source)
    {
        if (source.Lines.Length > LinesMax) { yield return $"{source.Path}: {source.Lines.Length} lines"; }
    }

    public static IEnumerable<string> LongLines(SourceText source) => Lines(
        source, line => line.Length > ColumnsMax, "is longer than 120 columns");

    public static IEnumerable<string> Regions(SourceText source) => Lines(
        source, line => line.TrimStart().StartsWith("#region", StringComparison.Ordinal), "opens a region");

    public static IEnumerable<string> UnfinishedWork(SourceText source) => Lines(
        source, line => Unfinished().IsMatch(line), "says that something is unfinished");

    /// <summary>`x!` tells the compiler to trust us; outside of tests nothing should need that.</summary>
    public static IEnumerable<string> NullForgiving(SourceText source) => Lines(
        source, line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && Forgiving().IsMatch(line),
        "silences a null warning");

    public static IEnumerable<string> ShadowingNamespaces(SourceText source) => Lines(
        source, line => Shadowing().IsMatch(line), "shadows Grpc or Console everywhere under Identity");

    /// <summary>A method's body from its opening to its closing brace, by indentation.</summary>
    public static IEnumerable<string> LongMethods(SourceText source)
    {
        for (int start = 0; start < source.Lines.Length; start++)
        {
            if (source.Lines[start] != "    {" && source.Lines[start] != "        {") { continue; }
            bool isMember = start > 0 && MemberEnd().IsMatch(source.Lines[start - 1]);
            if (!isMember) { continue; }
            string closing = source.Lines[start].Replace('{', '}');
            int end = Array.FindIndex(source.Lines, start, line => line == closing || line == closing + ";");
            if (end - start - 1 > MethodLinesMax) { yield return $"{source.Path}:{start} has {end - start - 1} lines"; }
        }
    }

    private static IEnumerable<string> Lines(SourceText source, Func<string, bool> breaks, string what)
    {
        for (int index = 0; index < source.Lines.Length; index++)
        {
            if (breaks(source.Lines[index])) { yield return $"{source.Path}:{index + 1} {what}"; }
        }
    }

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"[\w\)\]]!(\.|\)|;|,|\[|$)")]
    private static partial Regex Forgiving();

    [GeneratedRegex(@"^namespace Identity\.(Grpc|Console)\b")]
    private static partial Regex Shadowing();

    [GeneratedRegex(@"\)\s*$|where \w+ : .*$")]
    private static partial Regex MemberEnd();
}
