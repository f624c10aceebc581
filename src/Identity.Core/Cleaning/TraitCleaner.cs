using System.Buffers;
using Identity.Core.Identifiers;
using Identity.Core.Observations;
using Identity.Core.Rules;

namespace Identity.Core.Cleaning;

/// <summary>
/// Cleans the traits of well-known names of one observation. A value that is clean is kept as the object that it is.
/// One that cannot be read stays as it was sent; one that is impossible, blocked or says that there is nothing is left
/// out; no trait refuses the observation. One use, not thread-safe.
/// </summary>
internal sealed class TraitCleaner
{
    /// <summary>Longer texts are kept as they are, in UTF-16 units.</summary>
    private const int TextLengthMax = 256;

    private const string Home = "NL";

    private static readonly SearchValues<char> NoNameSigns = SearchValues.Create("0123456789@#$%*=<>_|\uFFFD");

    private readonly WorkspaceRules _rules;
    private readonly ObservationCleaner _report;
    private readonly DateOnly _reference;
    private readonly string? _country;

    private TraitCleaner(WorkspaceRules rules, ObservationCleaner report, DateTimeOffset occurredAt, string? country)
    {
        _rules = rules;
        _report = report;
        _country = country;

        // East of Greenwich somebody may be born tomorrow.
        _reference = DateOnly.FromDateTime(occurredAt.UtcDateTime.AddDays(1));
    }

    /// <summary>Cleans traits in place.</summary>
    /// <param name="traits">Their names are well-formed and distinct.</param>
    /// <param name="rules">What is blocked, and how telephone numbers are read.</param>
    /// <param name="report">Takes the problems.</param>
    /// <param name="occurredAt">When the observation was made: nobody in it was born later.</param>
    public static void Clean(
        List<Trait> traits, WorkspaceRules rules, ObservationCleaner report, DateTimeOffset occurredAt)
    {
        if (traits.Count == 0) { return; }

        new TraitCleaner(rules, report, occurredAt, RecordCountry.Of(traits)).Clean(traits);
    }

    private void Clean(List<Trait> traits)
    {
        string? addition = null;
        for (int index = traits.Count - 1; index >= 0; index--)
        {
            Trait trait = traits[index];
            TraitKind kind = TraitKinds.Of(trait.Name);
            if (kind == TraitKind.None) { continue; }

            Trait? cleaned = Clean(trait, kind, ref addition);
            if (cleaned is null) { traits.RemoveAt(index); }
            else { traits[index] = cleaned; }
        }

        if (addition is not null) { AddAddition(traits, addition); }
    }

    private Trait? Clean(Trait trait, TraitKind kind, ref string? addition)
    {
        Span<char> buffer = stackalloc char[TextLengthMax];
        bool isNumber = char.IsAsciiDigit(trait.Json[0]) && kind is TraitKind.BirthDate or TraitKind.Postcode
            or TraitKind.HouseNumber or TraitKind.Phone;
        if (!JsonText.TryReadText(trait.Json, buffer, out ReadOnlySpan<char> text))
        {
            if (!isNumber) { return trait; }

            text = trait.Json;
        }

        if (text.Length > TextLengthMax) { return trait; }
        if (SaysNothing(text, kind))
        {
            Add(trait, ProblemCodes.StatesNothing, "The text says that there is no value; the trait is left out.");
            return null;
        }

        return kind switch
        {
            TraitKind.PersonName or TraitKind.NamePrefix or TraitKind.Words or TraitKind.PlaceName
                or TraitKind.Address or TraitKind.Addition => CleanWords(trait, text, kind),
            TraitKind.BirthDate => CleanDate(trait, text),
            TraitKind.Postcode => CleanPostcode(trait, text),
            TraitKind.HouseNumber => CleanHouseNumber(trait, text, ref addition),
            TraitKind.Country => CleanCountry(trait, text),
            TraitKind.Gender => CleanGender(trait, text),
            TraitKind.Phone => CleanPhone(trait, text),
            _ => CleanEmail(trait, text),
        };
    }

    private static bool SaysNothing(ReadOnlySpan<char> text, TraitKind kind) => kind switch
    {
        TraitKind.PersonName or TraitKind.NamePrefix or TraitKind.PlaceName => TestValues.NamesNobody(text),
        TraitKind.Words or TraitKind.Gender or TraitKind.Country or TraitKind.Addition => false,
        _ => TestValues.StatesNothing(text),
    };

    private Trait CleanWords(Trait trait, ReadOnlySpan<char> text, TraitKind kind)
    {
        bool isTidy = PlainText.IsTidy(text);
        bool mayRepair = kind is TraitKind.PersonName or TraitKind.PlaceName or TraitKind.NamePrefix;
        bool isLost = mayRepair && (kind == TraitKind.NamePrefix
            ? text.ContainsAnyInRange('A', 'Z') && !text.ContainsAnyInRange('a', 'z') : PlainText.HasLostCase(text));
        bool isTried = kind is not (TraitKind.Words or TraitKind.Addition or TraitKind.NamePrefix)
            && TestValues.IsText(text);
        if (isTried) { Add(trait, ProblemCodes.TestValue, "The value was typed to try something."); }
        if (kind == TraitKind.PersonName && text.ContainsAny(NoNameSigns))
        {
            Add(trait, ProblemCodes.NameUnusual, "It holds digits or signs that names do not have.");
        }

        if (isTidy && !isLost) { return trait; }

        string tidy = isTidy ? text.ToString() : PlainText.Tidy(text.ToString());
        string repaired = !isLost ? tidy : kind switch
        {
            TraitKind.NamePrefix => tidy.ToLowerInvariant(),
            TraitKind.PlaceName => NameCase.RepairPlace(tidy),
            _ => NameCase.Repair(tidy),
        };
        if (!isTidy) { Add(trait, ProblemCodes.TextTidied, "Superfluous white space was taken out."); }
        if (repaired != tidy)
        {
            Add(trait, ProblemCodes.CaseRepaired, "It stood all in capitals or all in small letters.");
        }

        return With(trait, repaired);
    }

    private Trait? CleanDate(Trait trait, ReadOnlySpan<char> text)
    {
        CalendarDate date = CalendarDate.Read(text, _reference);
        DateProblems.Add(date.Remarks, $"traits.{trait.Name}", _report);
        if ((date.Remarks & DateRemarks.Impossible) != 0) { return null; }
        if (date.Value is null || (text.Length == 10 && date.IsText(text))) { return trait; }

        Add(trait, ProblemCodes.DateRewritten, "The date was rewritten as year, month, day.");
        return With(trait, date.Text);
    }

    private Trait CleanPostcode(Trait trait, ReadOnlySpan<char> text)
    {
        if (Postcodes.IsDutch(text) && _country is null or Home) { return trait; }

        string given = text.ToString();
        string country = _country ?? Postcodes.CountryOf(given, out _) ?? Home;
        string? canonical = Postcodes.Canonical(given, country);
        if (canonical is null)
        {
            // Without a country four or five digits may well be a postcode somewhere.
            bool isJudged = _country is not null || !text.ContainsAnyInRange('0', '9');
            if (isJudged) { Add(trait, ProblemCodes.PostcodeUnreadable, "It is no postcode of its country."); }

            return trait;
        }

        if (canonical == given) { return trait; }

        Add(trait, ProblemCodes.PostcodeRewritten, "The postcode was rewritten as its country does.");
        return With(trait, canonical);
    }

    private Trait CleanHouseNumber(Trait trait, ReadOnlySpan<char> text, ref string? addition)
    {
        bool isPlain = text.Length is > 0 and <= 6 && !text.ContainsAnyExceptInRange('0', '9') && text[0] != '0';
        if (isPlain) { return trait; }
        if (!HouseNumbers.TryRead(text.ToString(), out HouseNumber number))
        {
            Add(trait, ProblemCodes.HouseNumberUnreadable, "It is no house number.");
            return trait;
        }

        addition = number.Addition.Length == 0 ? null : number.Addition;
        Add(trait, ProblemCodes.HouseNumberSplit, "What follows the number is house_number_addition.");
        return With(trait, number.Number);
    }

    // "12a" beside an addition "a" says it twice; beside "3" it is "A3".
    private static void AddAddition(List<Trait> traits, string addition)
    {
        int index = traits.FindIndex(trait => TraitKinds.Of(trait.Name) == TraitKind.Addition);
        if (index < 0)
        {
            bool isDutch = traits.Exists(trait => trait.Name == "huisnummer");
            string name = isDutch ? "huisnummer_toevoeging" : "house_number_addition";
            if (traits.Count < ObservationCleaner.TraitsMax) { traits.Add(new Trait(name, JsonText.OfText(addition))); }

            return;
        }

        string stated = TraitText.Of(traits[index]);
        bool isSame = HouseNumbers.Addition(stated) == addition;
        if (!isSame) { traits[index] = With(traits[index], HouseNumbers.Join(addition, stated)); }
    }

    private Trait CleanCountry(Trait trait, ReadOnlySpan<char> text)
    {
        string given = text.ToString();
        if (!CountryName.TryRead(given, out string? code))
        {
            Add(trait, ProblemCodes.CountryUnreadable, "No country is called so.");
            return trait;
        }

        if (code == given) { return trait; }

        Add(trait, ProblemCodes.CountryRewritten, "The country was rewritten as its code of two letters.");
        return With(trait, code);
    }

    private Trait? CleanGender(Trait trait, ReadOnlySpan<char> text)
    {
        if (text is "male" or "female" or "other") { return trait; }
        if (!GenderWord.TryRead(text.ToString(), out Gender gender))
        {
            Add(trait, ProblemCodes.GenderUnreadable, "No gender is called so.");
            return trait;
        }

        if (gender == Gender.Unknown)
        {
            Add(trait, ProblemCodes.StatesNothing, "The text says that there is no value; the trait is left out.");
            return null;
        }

        Add(trait, ProblemCodes.GenderRewritten, "The word was rewritten as male, female or other.");
        return With(trait, GenderWord.Text(gender));
    }

    private Trait? CleanPhone(Trait trait, ReadOnlySpan<char> text)
    {
        bool isPlanned = InternationalNumber.IsPlanned(text);
        string given = isPlanned ? "" : text.ToString();
        if (!isPlanned && IsBlocked("phone", given, trait)) { return null; }

        Normaliser normaliser = RecordCountry.PhoneOf(_country, _rules);
        NormalisedValue value = isPlanned ? default : normaliser.Normalise(given);
        if (value.Problem is not null)
        {
            Add(trait, ProblemCodes.PhoneUnreadable, "It cannot be told apart from other numbers.");
            return trait;
        }

        if (TestValues.IsPhone(isPlanned ? text : value.Key))
        {
            Add(trait, ProblemCodes.TestValue, "The value was typed to try something.");
        }

        if (isPlanned || value.Key == given) { return trait; }

        Add(trait, ProblemCodes.PhoneRewritten, "The number was rewritten with its country code (E.164).");
        return With(trait, value.Key);
    }

    private Trait? CleanEmail(Trait trait, ReadOnlySpan<char> text)
    {
        string given = text.ToString();
        if (IsBlocked("email", given, trait)) { return null; }

        bool isTidy = PlainText.IsTidy(text);
        string tidy = isTidy ? given : PlainText.Tidy(given);
        EmailProblems.Add(tidy, $"traits.{trait.Name}", _report);
        if (EmailQuality.IsPlain(tidy)) { return isTidy ? trait : Tidied(trait, tidy); }
        if (EmailNormaliser.ComparisonForm(tidy) is null && !EmailNormaliser.TryReadHash(tidy, out _))
        {
            Add(trait, ProblemCodes.EmailUnreadable, "No mail server could deliver to it.");
            return trait;
        }

        return isTidy ? trait : Tidied(trait, tidy);
    }

    private Trait Tidied(Trait trait, string tidy)
    {
        Add(trait, ProblemCodes.TextTidied, "Superfluous white space was taken out.");
        return With(trait, tidy);
    }

    private bool IsBlocked(string @namespace, string text, Trait trait)
    {
        if (!_rules.TryGetNamespace(@namespace, out _) || !_rules.IsBlocked(@namespace, text)) { return false; }

        Add(trait, ProblemCodes.ValueBlocked, "The value is blocked; the trait is left out.");
        return true;
    }

    private static Trait With(Trait trait, string text) => trait with { Json = JsonText.OfText(text) };

    private void Add(Trait trait, string code, string detail) => _report.Add($"traits.{trait.Name}", code, detail);
}
