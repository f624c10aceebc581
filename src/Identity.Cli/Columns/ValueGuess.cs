namespace Identity.Cli.Columns;

/// <summary>What the values of a column say, alone or against what its header says.</summary>
internal static class ValueGuess
{
    // What can be told from values alone. In this order: an address of mail is nothing else, a date could be a phone.
    private static readonly (ColumnConcept Concept, Func<string, bool> Shape, string What, GuessConfidence Worth)[]
        Alone =
        [
            (ColumnConcept.Email, ValueShapes.IsEmail, "e-mail addresses", GuessConfidence.Likely),
            (ColumnConcept.IpAddress, ValueShapes.IsIpAddress, "IP addresses", GuessConfidence.Likely),
            (ColumnConcept.Postcode, ValueShapes.IsDutchPostcode, "Dutch postcodes", GuessConfidence.Likely),
            (ColumnConcept.Other, ValueShapes.IsDate, "dates, of what is not said", GuessConfidence.Unsure),
            (ColumnConcept.Phone, ValueShapes.IsClearPhone, "phone numbers", GuessConfidence.Unsure),
        ];

    // What nearly all values of a concept look like. A concept that is not here can look like anything.
    private static readonly Dictionary<ColumnConcept, Func<string, bool>> Shapes = new()
    {
        [ColumnConcept.Email] = value => value.Contains('@', StringComparison.Ordinal),
        [ColumnConcept.Phone] = ValueShapes.IsPhone,
        [ColumnConcept.BirthDate] = value => ValueShapes.IsDate(value) || ValueShapes.IsMoment(value),
        [ColumnConcept.OccurredAt] = ValueShapes.IsMoment,
        [ColumnConcept.Postcode] = ValueShapes.IsPostcode,
        [ColumnConcept.HouseNumber] = ValueShapes.IsHouseNumber,
        [ColumnConcept.Gender] = ValueShapes.IsGender,
        [ColumnConcept.Title] = ValueShapes.IsTitle,
        [ColumnConcept.GivenName] = ValueShapes.IsWords,
        [ColumnConcept.FamilyName] = ValueShapes.IsWords,
        [ColumnConcept.FamilyPrefix] = ValueShapes.IsWords,
        [ColumnConcept.FullName] = ValueShapes.IsWords,
        [ColumnConcept.Initials] = ValueShapes.IsInitials,
        [ColumnConcept.City] = ValueShapes.IsWords,
        [ColumnConcept.IpAddress] = ValueShapes.IsIpAddress,
    };

    /// <summary>The guess for a column whose header says nothing.</summary>
    public static ColumnGuess Of(string header, ColumnSample sample)
    {
        foreach (var (concept, shape, what, worth) in Alone)
        {
            if (sample.Mostly(shape)) { return new ColumnGuess(header, concept, worth, $"its values are {what}"); }
        }

        return header.Length == 0
            ? new ColumnGuess(header, ColumnConcept.Ignored, GuessConfidence.Unsure, "it has no name")
            : new ColumnGuess(header, ColumnConcept.Other, GuessConfidence.Likely, "nothing known by that name");
    }

    /// <summary>Weighs a guess by its header against the values.</summary>
    public static ColumnGuess Check(ColumnGuess guess, ColumnSample sample)
    {
        bool isAsExpected = !Shapes.TryGetValue(guess.Concept, out Func<string, bool>? shape) || !sample.Hardly(shape);
        if (isAsExpected) { return guess; }
        ColumnGuess byValues = Of(guess.Header, sample);
        return byValues.Concept is not ColumnConcept.Other and not ColumnConcept.Ignored
            ? byValues with
            {
                Confidence = GuessConfidence.Unsure,
                Reason = $"{byValues.Reason}, whatever its name says",
            }
            : guess with
            {
                Concept = guess.Concept is ColumnConcept.Title or ColumnConcept.OccurredAt
                    ? ColumnConcept.Other : guess.Concept,
                Confidence = GuessConfidence.Unsure,
                Reason = $"{guess.Reason}, but its values look different",
            };
    }
}
