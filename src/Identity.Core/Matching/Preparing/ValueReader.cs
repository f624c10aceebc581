using System.Globalization;
using Identity.Core.Cleaning;
using Identity.Core.Matching.Similarity;

namespace Identity.Core.Matching.Preparing;

/// <summary>Reads one field's text into the form in which it is compared. Null where it says nothing.</summary>
internal static class ValueReader
{
    private const int PhoneDigitsMin = 6;
    private const int PhoneDigitsCompared = 9;
    private const int DateDigits = 8;
    private const int TextLengthMax = 200;

    // Abbreviations are read as Dutch ones: what they stand for elsewhere is hardly ever another street's name.
    private const string StreetCountry = "NL";

    /// <summary>A given name: names in use and official ones, or only the letters they begin with.</summary>
    public static FieldValue? Given(PersonName name)
    {
        string text = name.FoldedGiven.Length > 0 ? name.FoldedGiven : FoldedText.Words(name.CallName);
        if (text.Length == 0)
        {
            string letters = name.FoldedInitials;
            return letters.Length == 0 ? null
                : new FieldValue((int)Slot.Given, letters) { Letters = letters, IsInitials = true };
        }

        string call = name.FoldedFirst;
        return new FieldValue((int)Slot.Given, text)
        {
            Sound = SoundCode.Of(Compact(text)),
            Letters = name.FoldedInitials,
            IsKnown = KnownNames.IsGiven(text),
            IsInitials = text.Length == 1,
            Alternatives = call.Length > 0 && call != text ? [call] : [],
        };
    }

    /// <summary>A family name, by its main part; with its prefix, and a second one, it has other forms.</summary>
    public static FieldValue? Family(PersonName name)
    {
        string text = name.FoldedFamily;
        if (text.Length == 0) { return null; }
        List<string> alternatives = [];
        Add(alternatives, name.CompactFamily, text);
        Add(alternatives, name.FoldedSecondFamily, text);
        Add(alternatives, name.CompactSecondFamily, text);
        return new FieldValue((int)Slot.Family, text)
        {
            Sound = SoundCode.Of(Compact(text)),
            Alternatives = [.. alternatives],
        };
    }

    public static FieldValue? Read(Slot slot, string raw, DateOnly reference)
    {
        if (raw.Length > TextLengthMax) { raw = raw[..TextLengthMax]; }
        return slot switch
        {
            Slot.BirthDate => Date(raw, reference),
            Slot.Email => Email(raw),
            Slot.Phone => Phone(raw),
            Slot.HouseNumber => HouseNumber(raw),
            Slot.Postcode => Value(slot, FoldedText.Compact(raw)),
            Slot.Street => Value(slot, StreetNames.Words(raw, StreetCountry)),
            Slot.City => Value(slot, TownNames.Of(FoldedText.Words(raw))),
            Slot.Gender => GenderWord.TryRead(raw, out Gender gender) && gender is Gender.Male or Gender.Female
                ? Value(slot, GenderWord.Text(gender)) : null,
            _ => Value(slot, FoldedText.Words(raw)),
        };
    }

    private static FieldValue? Value(Slot slot, string text) =>
        text.Length == 0 ? null : new FieldValue((int)slot, text) { Sound = Sound(slot, text) };

    private static string Sound(Slot slot, string text) => slot == Slot.Street ? SoundCode.Of(Compact(text)) : "";

    private static FieldValue? HouseNumber(string raw)
    {
        string text = FoldedText.Compact(raw).TrimStart('0');
        int digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (digits > 0) { text = $"{text[..digits]} {text[digits..]}"; }
        return Value(Slot.HouseNumber, text);
    }

    private static FieldValue? Phone(string raw)
    {
        string digits = string.Concat(raw.Where(char.IsAsciiDigit));
        if (digits.Length < PhoneDigitsMin) { return null; }
        return Value(Slot.Phone, digits.Length > PhoneDigitsCompared ? digits[^PhoneDigitsCompared..] : digits);
    }

    private static FieldValue? Email(string raw)
    {
        string text = raw.Trim().ToLowerInvariant();
        int at = text.LastIndexOf('@');
        return at <= 0 ? null : new FieldValue((int)Slot.Email, text) { User = text[..at] };
    }

    // A date that cannot be still has digits to compare: 1856-01-81 is a slip of the pen.
    private static FieldValue? Date(string raw, DateOnly reference)
    {
        CalendarDate date = CalendarDate.Read(raw, reference);
        string digits = date.Value?.ToString("yyyyMMdd", CultureInfo.InvariantCulture)
            ?? string.Concat(raw.Where(char.IsAsciiDigit));
        if (digits.Length == 0 || date.Remarks.HasFlag(DateRemarks.Placeholder)) { return null; }
        return digits.Length != DateDigits ? Value(Slot.BirthDate, digits)
            : new FieldValue((int)Slot.BirthDate, digits)
            {
                Year = Number(digits.AsSpan(0, 4)),
                Month = Number(digits.AsSpan(4, 2)),
                Day = Number(digits.AsSpan(6, 2)),
            };
    }

    private static int Number(ReadOnlySpan<char> digits) => int.TryParse(digits, out int number) ? number : 0;

    private static void Add(List<string> alternatives, string form, string text)
    {
        if (form.Length > 0 && form != text && !alternatives.Contains(form)) { alternatives.Add(form); }
    }

    private static string Compact(string text) => FoldedText.Compact(text);
}
