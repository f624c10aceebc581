namespace Identity.Cli.Columns;

/// <summary>
/// Guesses what the columns of a table are about, from their headers (Dutch, English, and the usual German and French)
/// and from what some of their values look like. Pure: the same headers and rows give the same guesses.
/// </summary>
internal static class ColumnGuesser
{
    /// <summary>So many rows are worth looking at; more say nothing new.</summary>
    public const int SampleRowsMax = 200;

    /// <summary>Guesses every column.</summary>
    /// <param name="headers">As the file has them; blanks around them do not matter.</param>
    /// <param name="rows">Some rows, of any length; those beyond <see cref="SampleRowsMax"/> are not looked at.</param>
    /// <returns>One for each header, in their order.</returns>
    public static IReadOnlyList<ColumnGuess> Guess(
        IReadOnlyList<string> headers, IReadOnlyList<IReadOnlyList<string>> rows)
    {
        ColumnSample[] samples =
        [
            .. Enumerable.Range(0, headers.Count).Select(index => new ColumnSample(
                rows.Take(SampleRowsMax).Where(row => index < row.Count).Select(row => row[index]))),
        ];
        ColumnGuess[] guesses = [.. headers.Select((header, index) => GuessOne(header.Trim(), samples[index]))];
        Settle(guesses, samples);
        return guesses;
    }

    private static ColumnGuess GuessOne(string header, ColumnSample sample)
    {
        string[] words = HeaderName.WordsOf(header);
        if (words.Length == 0)
        {
            return sample.IsEmpty && header.Length == 0
                ? new ColumnGuess(header, ColumnConcept.Ignored, GuessConfidence.Sure, "no name and no values")
                : ValueGuess.Of(header, sample);
        }

        if (ConsentHeader.Read(header, words, sample) is { } consent) { return consent; }
        if (HeaderNames.Find(words, out bool isExact) is not { } concept) { return ValueGuess.Of(header, sample); }
        GuessConfidence confidence = isExact ? GuessConfidence.Sure : GuessConfidence.Likely;
        return ValueGuess.Check(new ColumnGuess(
            header, concept, confidence, isExact ? "by its name" : "by a part of its name"), sample);
    }

    // What a column is can depend on the others that are there.
    private static void Settle(ColumnGuess[] guesses, ColumnSample[] samples)
    {
        for (int index = 0; index < guesses.Length; index++)
        {
            ColumnGuess guess = guesses[index];
            guesses[index] = guess.Concept switch
            {
                ColumnConcept.FullName => SettleName(guess, guesses, samples[index]),
                ColumnConcept.AddressLine => SettleAddress(guess, guesses, samples[index]),
                ColumnConcept.Street => SettleStreet(guess, guesses, samples[index]),
                ColumnConcept.HouseNumber => SettleHouseNumber(guess, guesses),
                ColumnConcept.Title => SettlePrefix(guess, samples[index]),
                _ => guess,
            };
        }

        KeepOne(guesses, ColumnConcept.RecordId);
        KeepOne(guesses, ColumnConcept.MessageId);
        KeepOne(guesses, ColumnConcept.OccurredAt);
        KeepOne(guesses, ColumnConcept.EventName);
    }

    // "Naam" beside "Voornaam" is a family name; alone it is the whole name.
    private static ColumnGuess SettleName(ColumnGuess guess, ColumnGuess[] all, ColumnSample sample)
    {
        string[] words = HeaderName.WordsOf(guess.Header);
        if (words is not ["name" or "naam" or "nom"]) { return guess; }
        bool hasGiven = Has(all, ColumnConcept.GivenName) || Has(all, ColumnConcept.Initials);
        if (!hasGiven || Has(all, ColumnConcept.FamilyName)) { return guess; }
        return sample.Mostly(ValueShapes.IsSeveralWords)
            ? guess with { Confidence = GuessConfidence.Likely, Reason = "by its name; most values are several words" }
            : guess with
            {
                Concept = ColumnConcept.FamilyName,
                Confidence = GuessConfidence.Likely,
                Reason = "a name, and the given name has a column of its own",
            };
    }

    private static ColumnGuess SettleAddress(ColumnGuess guess, ColumnGuess[] all, ColumnSample sample)
    {
        if (sample.Mostly(ValueShapes.IsEmail))
        {
            return guess with
            {
                Concept = ColumnConcept.Email,
                Confidence = GuessConfidence.Likely,
                Reason = "its values are e-mail addresses",
            };
        }

        ColumnGuess first = all.First(other => other.Concept is ColumnConcept.AddressLine or ColumnConcept.Street);
        bool isStreet = first == guess && Has(all, ColumnConcept.HouseNumber) && !Has(all, ColumnConcept.Street)
            && !sample.Mostly(ValueShapes.IsStreetAndNumber);
        return isStreet
            ? guess with
            {
                Concept = ColumnConcept.Street,
                Confidence = GuessConfidence.Likely,
                Reason = "an address, and the house number has a column of its own",
            }
            : guess;
    }

    private static ColumnGuess SettleStreet(ColumnGuess guess, ColumnGuess[] all, ColumnSample sample) =>
        !Has(all, ColumnConcept.HouseNumber) && sample.Mostly(ValueShapes.IsStreetAndNumber)
            ? guess with
            {
                Concept = ColumnConcept.AddressLine,
                Confidence = GuessConfidence.Likely,
                Reason = "a street, and its values hold numbers too",
            }
            : guess;

    // "Prefix" is what stands before a name: Mr, or van der.
    private static ColumnGuess SettlePrefix(ColumnGuess guess, ColumnSample sample) =>
        sample.Mostly(ValueShapes.IsFamilyPrefix)
            ? guess with
            {
                Concept = ColumnConcept.FamilyPrefix,
                Confidence = GuessConfidence.Likely,
                Reason = "its values stand before family names",
            }
            : guess;

    // "Nr" is a house number only where there is a street.
    private static ColumnGuess SettleHouseNumber(ColumnGuess guess, ColumnGuess[] all) =>
        HeaderName.WordsOf(guess.Header) is ["nr" or "no"]
        && !Has(all, ColumnConcept.Street) && !Has(all, ColumnConcept.AddressLine)
            ? guess with
            {
                Concept = ColumnConcept.Other,
                Confidence = GuessConfidence.Unsure,
                Reason = "a number, of what is not said",
            }
            : guess;

    // The first that is surest stays; the others are columns like any other.
    private static void KeepOne(ColumnGuess[] guesses, ColumnConcept concept)
    {
        int kept = -1;
        for (int index = 0; index < guesses.Length; index++)
        {
            if (guesses[index].Concept != concept) { continue; }
            if (kept < 0 || guesses[index].Confidence > guesses[kept].Confidence) { kept = index; }
        }

        for (int index = 0; index < guesses.Length; index++)
        {
            if (guesses[index].Concept != concept || index == kept) { continue; }
            guesses[index] = guesses[index] with
            {
                Concept = ColumnConcept.Other,
                Confidence = GuessConfidence.Unsure,
                Reason = $"'{guesses[kept].Header}' is taken for that already",
            };
        }
    }

    private static bool Has(ColumnGuess[] guesses, ColumnConcept concept) =>
        guesses.Any(guess => guess.Concept == concept);
}
