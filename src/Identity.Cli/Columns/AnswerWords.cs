namespace Identity.Cli.Columns;

/// <summary>How a yes or a no is written in a file. The one place that knows.</summary>
internal static class AnswerWords
{
    /// <summary>The words, for a message.</summary>
    public const string Forms =
        "granted or denied (also yes or no, ja or nee, nein, oui or non, true or false, on or off, in or out, 1 or 0)";

    /// <summary>Yes or no; null when it is neither.</summary>
    public static bool? Read(string value) => value.Trim().ToUpperInvariant() switch
    {
        "GRANTED" or "YES" or "Y" or "TRUE" or "T" or "1" or "JA" or "J" or "WAAR" or "WAHR" or "OUI" or "O" or "VRAI"
            or "ON" or "AAN" or "SUBSCRIBED" or "OPTIN" or "OPT-IN" or "OPTED IN" or "IN" or "AANGEMELD" => true,
        "DENIED" or "NO" or "N" or "FALSE" or "F" or "0" or "NEE" or "NEIN" or "NON" or "ONWAAR" or "FALSCH" or "FAUX"
            or "OFF" or "UIT" or "UNSUBSCRIBED" or "OPTOUT" or "OPT-OUT" or "OPTED OUT" or "OUT" or "AFGEMELD" => false,
        _ => null,
    };
}
