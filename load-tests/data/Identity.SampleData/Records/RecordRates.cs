namespace Identity.SampleData;

/// <summary>
/// How many records in a thousand suffer what, 0 to 1,000 each. These are the rates of a careful clerk's system; the
/// till has half as much again, and a field that is empty cannot suffer. Immutable.
/// </summary>
public sealed record RecordRates
{
    /// <summary>Of each text that was typed: a neighbouring key, two letters in turn, one too few or twice.</summary>
    public int Typing { get; init; } = 14;

    /// <summary>Of each name that was read from paper by a machine: <c>rn</c> for <c>m</c>.</summary>
    public int Scanning { get; init; } = 5;

    /// <summary>Of each name that was heard: <c>Jansen</c> or <c>Janssen</c>, ij or y.</summary>
    public int Hearing { get; init; } = 18;

    /// <summary>Given name and family name in each other's column.</summary>
    public int NamesSwapped { get; init; } = 8;

    /// <summary>Day and month in turn, where that gives a date.</summary>
    public int DayMonthSwapped { get; init; } = 10;

    /// <summary>One digit of the birth date is another.</summary>
    public int DateDigit { get; init; } = 12;

    /// <summary>The birth date is the one that a system fills in by itself, 1900-01-01.</summary>
    public int DateDefault { get; init; } = 6;

    /// <summary>A letter or digit of the postcode is another, or two are in turn.</summary>
    public int Postcode { get; init; } = 12;

    /// <summary>The addition was left out.</summary>
    public int AdditionLost { get; init; } = 60;

    /// <summary>The tussenvoegsel in another way: <c>v.d.</c>, left out, behind the name.</summary>
    public int Prefix { get; init; } = 110;

    /// <summary>Letters without their accents.</summary>
    public int AccentsLost { get; init; } = 350;

    /// <summary>The whole record in capitals.</summary>
    public int Capitals { get; init; } = 40;

    /// <summary>A field that this source has was left empty.</summary>
    public int FieldMissing { get; init; } = 25;

    /// <summary>One digit of the telephone number is another.</summary>
    public int PhoneDigit { get; init; } = 8;

    /// <summary>The mail address that a clerk types for those who have none.</summary>
    public int EmailDefault { get; init; } = 3;

    /// <summary>Mail address or telephone of somebody else in the household.</summary>
    public int Borrowed { get; init; } = 12;

    /// <summary>The other gender.</summary>
    public int GenderWrong { get; init; } = 7;

    /// <summary>
    /// Initials where only the first name tells two of a household apart. Never in somebody's first record, so that
    /// the others show that there are two whom it may mean.
    /// </summary>
    public int Ambiguous { get; init; } = 5;

    /// <summary>Nothing goes wrong; each source still has its own columns and formats.</summary>
    public static RecordRates None { get; } = new RecordRates().Times(0);

    /// <summary>The same with more or fewer of everything, 100 being as it is; no rate goes above 1,000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Below 0 or above 1,000.</exception>
    public RecordRates Times(int percent)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(percent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 1000);
        int Of(int rate) => Math.Min(1000, rate * percent / 100);
        return new RecordRates
        {
            Typing = Of(Typing),
            Scanning = Of(Scanning),
            Hearing = Of(Hearing),
            NamesSwapped = Of(NamesSwapped),
            DayMonthSwapped = Of(DayMonthSwapped),
            DateDigit = Of(DateDigit),
            DateDefault = Of(DateDefault),
            Postcode = Of(Postcode),
            AdditionLost = Of(AdditionLost),
            Prefix = Of(Prefix),
            AccentsLost = Of(AccentsLost),
            Capitals = Of(Capitals),
            FieldMissing = Of(FieldMissing),
            PhoneDigit = Of(PhoneDigit),
            EmailDefault = Of(EmailDefault),
            Borrowed = Of(Borrowed),
            GenderWrong = Of(GenderWrong),
            Ambiguous = Of(Ambiguous),
        };
    }

    internal IEnumerable<int> All() =>
    [
        Typing, Scanning, Hearing, NamesSwapped, DayMonthSwapped, DateDigit, DateDefault, Postcode, AdditionLost,
        Prefix, AccentsLost, Capitals, FieldMissing, PhoneDigit, EmailDefault, Borrowed, GenderWrong, Ambiguous,
    ];
}

/// <summary>What went wrong with a record; each is named like its rate.</summary>
[Flags]
public enum RecordSlips
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>See <see cref="RecordRates.Typing"/>.</summary>
    Typing = 1 << 0,

    /// <summary>See <see cref="RecordRates.Scanning"/>.</summary>
    Scanning = 1 << 1,

    /// <summary>See <see cref="RecordRates.Hearing"/>.</summary>
    Hearing = 1 << 2,

    /// <summary>See <see cref="RecordRates.NamesSwapped"/>.</summary>
    NamesSwapped = 1 << 3,

    /// <summary>See <see cref="RecordRates.DayMonthSwapped"/>.</summary>
    DayMonthSwapped = 1 << 4,

    /// <summary>See <see cref="RecordRates.DateDigit"/>.</summary>
    DateDigit = 1 << 5,

    /// <summary>See <see cref="RecordRates.DateDefault"/>.</summary>
    DateDefault = 1 << 6,

    /// <summary>See <see cref="RecordRates.Postcode"/>.</summary>
    Postcode = 1 << 7,

    /// <summary>See <see cref="RecordRates.AdditionLost"/>.</summary>
    AdditionLost = 1 << 8,

    /// <summary>See <see cref="RecordRates.Prefix"/>.</summary>
    Prefix = 1 << 9,

    /// <summary>See <see cref="RecordRates.AccentsLost"/>.</summary>
    AccentsLost = 1 << 10,

    /// <summary>See <see cref="RecordRates.Capitals"/>.</summary>
    Capitals = 1 << 11,

    /// <summary>See <see cref="RecordRates.FieldMissing"/>.</summary>
    FieldMissing = 1 << 12,

    /// <summary>See <see cref="RecordRates.PhoneDigit"/>.</summary>
    PhoneDigit = 1 << 13,

    /// <summary>See <see cref="RecordRates.EmailDefault"/>.</summary>
    EmailDefault = 1 << 14,

    /// <summary>See <see cref="RecordRates.Borrowed"/>.</summary>
    Borrowed = 1 << 15,

    /// <summary>See <see cref="RecordRates.GenderWrong"/>.</summary>
    GenderWrong = 1 << 16,

    /// <summary>See <see cref="RecordRates.Ambiguous"/>.</summary>
    Ambiguous = 1 << 17,
}
