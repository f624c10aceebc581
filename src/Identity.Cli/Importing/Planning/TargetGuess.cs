using Identity.Cli.Columns;
using Identity.Core;

namespace Identity.Cli.Importing.Planning;

/// <summary>
/// Where columns go by what they are about. What ties persons together, and what permits something, is only sure where
/// the header says it in so many words: a trait under another name is soon mended, two persons made one are not.
/// </summary>
internal static class TargetGuess
{
    private static readonly Dictionary<ColumnConcept, string> Traits = new()
    {
        [ColumnConcept.Title] = "title",
        [ColumnConcept.GivenName] = "first_name",
        [ColumnConcept.Initials] = "initials",
        [ColumnConcept.FamilyPrefix] = "tussenvoegsel",
        [ColumnConcept.FamilyName] = "last_name",
        [ColumnConcept.MaidenName] = "maiden_name",
        [ColumnConcept.Suffix] = "suffix",
        [ColumnConcept.FullName] = "full_name",
        [ColumnConcept.BirthDate] = "birth_date",
        [ColumnConcept.Gender] = "gender",
        [ColumnConcept.Street] = "street",
        [ColumnConcept.HouseNumber] = "house_number",
        [ColumnConcept.HouseNumberAddition] = "house_number_addition",
        [ColumnConcept.AddressLine] = "address",
        [ColumnConcept.Postcode] = "postcode",
        [ColumnConcept.City] = "city",
        [ColumnConcept.Region] = "region",
        [ColumnConcept.Country] = "country",
    };

    private static readonly Dictionary<ColumnConcept, string> Identifiers = new()
    {
        [ColumnConcept.CustomerId] = "customer_id",
        [ColumnConcept.Login] = "login",
        [ColumnConcept.LoyaltyCard] = "loyalty_card",
        [ColumnConcept.Email] = "email",
        [ColumnConcept.Phone] = "phone",
        [ColumnConcept.Order] = "order",
        [ColumnConcept.DeviceId] = "device_id",
        [ColumnConcept.Cookie] = "cookie",
        [ColumnConcept.IpAddress] = "ip",
    };

    /// <summary>The columns of a table, by what was guessed of them.</summary>
    /// <param name="guesses">One for each column.</param>
    /// <param name="namespaces">The namespaces that there are.</param>
    /// <returns>One for each; null where a column can have no name of its own.</returns>
    public static PlannedColumn?[] Of(IReadOnlyList<ColumnGuess> guesses, IReadOnlySet<string> namespaces)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        bool hasIdentifier = guesses.Any(guess =>
            Identifiers.TryGetValue(guess.Concept, out string? name) && namespaces.Contains(name)
            && guess.Concept is ColumnConcept.CustomerId or ColumnConcept.Login or ColumnConcept.LoyaltyCard);
        return [.. guesses.Select(guess => One(guess, namespaces, (taken, hasIdentifier)))];
    }

    private static PlannedColumn? One(
        ColumnGuess guess, IReadOnlySet<string> namespaces, (HashSet<string> Taken, bool HasIdentifier) others)
    {
        if (Identifiers.TryGetValue(guess.Concept, out string? name) && namespaces.Contains(name))
        {
            return Identifier(guess, name, others.Taken);
        }

        switch (guess.Concept)
        {
            case ColumnConcept.RecordId when !others.HasIdentifier && namespaces.Contains("customer_id"):
                return new PlannedColumn(
                    guess.Header, new ColumnTarget(ColumnKind.Identifier, "customer_id"),
                    "a number, perhaps of the customer, perhaps only of the row", IsSure: false);
            case ColumnConcept.Consent:
                return new PlannedColumn(
                    guess.Header, new ColumnTarget(ColumnKind.Consent, guess.Channel, guess.Purpose), guess.Reason,
                    IsSure: false);
            case ColumnConcept.NationalNumber:
                return new PlannedColumn(
                    guess.Header, ColumnTarget.Ignore, "a number of the state: kept only where a mapping says so",
                    IsSure: true);
            case ColumnConcept.Ignored when guess.Header.Length == 0:
                return new PlannedColumn(guess.Header, ColumnTarget.Ignore, guess.Reason, IsSure: true);
            case ColumnConcept.MessageId or ColumnConcept.OccurredAt or ColumnConcept.EventName:
                return OwnName(guess);
            default:
                return Trait(guess, others.Taken);
        }
    }

    private static PlannedColumn? Identifier(ColumnGuess guess, string name, HashSet<string> taken)
    {
        // Two customer numbers would contradict each other; a second e-mail address is one more.
        bool isSecond = !taken.Add($"identifier:{name}")
            && guess.Concept is ColumnConcept.CustomerId or ColumnConcept.Login;
        return isSecond
            ? OwnName(guess)
            : new PlannedColumn(
                guess.Header, new ColumnTarget(ColumnKind.Identifier, name), guess.Reason,
                IsSure: guess.Confidence == GuessConfidence.Sure
                    || (guess.Confidence == GuessConfidence.Likely
                        && guess.Concept is ColumnConcept.Email or ColumnConcept.Phone));
    }

    private static PlannedColumn? Trait(ColumnGuess guess, HashSet<string> taken)
    {
        bool isKnown = Traits.TryGetValue(guess.Concept, out string? name)
            && guess.Confidence > GuessConfidence.Unsure && taken.Add($"trait:{name}");
        return isKnown && name is not null
            ? new PlannedColumn(guess.Header, new ColumnTarget(ColumnKind.Trait, name), guess.Reason, IsSure: true)
            : OwnName(guess);
    }

    private static PlannedColumn? OwnName(ColumnGuess guess) => NameOf(guess.Header) is { } name
        ? new PlannedColumn(guess.Header, new ColumnTarget(ColumnKind.Trait, name), guess.Reason, IsSure: true)
        : null;

    /// <summary>The name of a trait for a header; null when it has no letter or figure that a name can have.</summary>
    public static string? NameOf(string header)
    {
        string spelled = string.Join('_', HeaderName.WordsOf(header));
        return Names.ToSnakeCase(header) ?? (Names.IsSnakeCase(spelled) ? spelled : null);
    }
}
