namespace Identity.Cli.Importing;

/// <summary>What to do about a file in another encoding.</summary>
internal static class Encodings
{
    public const string Advice =
        "Save it as UTF-8, or convert it: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW. "
        + "Rows that were taken already count as duplicates then.";
}
