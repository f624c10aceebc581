namespace Identity.Cli.Columns;

/// <summary>Columns that say whether mail and the like is allowed.</summary>
internal static class ConsentHeader
{
    private const string Marketing = "marketing";

    private static readonly string[] Signs =
    [
        "optin", "nieuwsbrief", "newsletter", "toestemming", "consent", "permission", "einwilligung", "consentement",
        "permissie", "akkoord", "infolettre", "abonnementnieuwsbrief",
    ];

    // They say the opposite: a yes in such a column is a no.
    private static readonly string[] Refusals =
    [
        "optout", "unsubscribe", "unsubscribed", "afgemeld", "uitgeschreven", "nomail", "geenmail", "donotmail",
        "donotcall", "bezwaar", "abgemeldet", "desabonne", "blacklist", "nietmailen", "nietbellen",
    ];

    /// <summary>The guess for a header that speaks of consent; null for any other.</summary>
    public static ColumnGuess? Read(string header, string[] words, ColumnSample sample)
    {
        string joined = string.Concat(words);
        if (Refusals.Any(word => joined.Contains(word, StringComparison.Ordinal)))
        {
            return new ColumnGuess(
                header, ColumnConcept.Other, GuessConfidence.Unsure, "says who refuses: the other way round");
        }

        bool isConsent = Signs.Any(word => joined.Contains(word, StringComparison.Ordinal))
            || (words.Contains("opt", StringComparer.Ordinal) && words.Contains("in", StringComparer.Ordinal));
        if (!isConsent || joined.EndsWith("date", StringComparison.Ordinal)
            || joined.EndsWith("datum", StringComparison.Ordinal))
        {
            return null;
        }

        if (sample.Hardly(ValueShapes.IsYesOrNo))
        {
            return new ColumnGuess(
                header, ColumnConcept.Other, GuessConfidence.Unsure,
                "speaks of consent, but its values are no yes or no");
        }

        return new ColumnGuess(header, ColumnConcept.Consent, GuessConfidence.Likely, "speaks of consent")
        {
            Channel = ChannelOf(joined),
            Purpose = Marketing,
        };
    }

    private static string ChannelOf(string joined) => joined switch
    {
        _ when Has(joined, "sms") => "sms",
        _ when Has(joined, "whatsapp") => "whatsapp",
        _ when Has(joined, "tele") || Has(joined, "phone") || Has(joined, "bellen") || Has(joined, "call") => "phone",
        _ when Has(joined, "push") => "push",
        _ when Has(joined, "post") || Has(joined, "brief") && !Has(joined, "nieuwsbrief") => "post",
        _ => "email",
    };

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.Ordinal);
}
