using Identity.Core.Cleaning;

namespace Identity.Core.Matching.Preparing;

/// <summary>
/// Reads the fields of a record. With a memory, equal texts are read once and give the same object: a batch needs a
/// fraction of the time and space then. Not thread-safe with a memory.
/// </summary>
internal sealed class RecordReader
{
    private readonly DateOnly _reference;
    private readonly Dictionary<string, FieldValue?>[]? _byRaw;
    private readonly Dictionary<string, FieldValue>[]? _byText;
    private readonly Dictionary<string, (FieldValue? Given, FieldValue? Family)>? _names;

    public RecordReader(DateOnly reference, bool remembers)
    {
        _reference = reference;
        if (!remembers) { return; }
        _byRaw = Tables<FieldValue?>();
        _byText = Tables<FieldValue>();
        _names = new(StringComparer.Ordinal);
    }

    /// <summary>The different values of a slot that were read so far; only with a memory.</summary>
    public IReadOnlyCollection<FieldValue> ValuesOf(int slot) => _byText is null ? [] : _byText[slot].Values;

    public MatchRecord Read(IReadOnlyList<(FieldKind Kind, string Value)> fields)
    {
        var values = new FieldValue?[Slots.Count];
        (values[(int)Slot.Given], values[(int)Slot.Family]) = Names(fields);
        (string street, string number) = HouseAddress.Split(
            First(fields, FieldKind.Street), First(fields, FieldKind.HouseNumber));
        for (Slot slot = Slot.BirthDate; slot <= Slot.Suffix; slot++)
        {
            string raw = slot switch
            {
                Slot.Street => street,
                Slot.HouseNumber => number + First(fields, FieldKind.HouseNumberAddition),
                _ => First(fields, KindOf(slot)),
            };
            values[(int)slot] = Value((int)slot, raw);
        }

        int other = (int)Slot.Other1;
        foreach ((FieldKind kind, string value) in fields)
        {
            if (kind == FieldKind.Other && other < Slots.Count) { values[other] = Value(other++, value); }
        }

        return new MatchRecord(values);
    }

    private static Dictionary<string, T>[] Tables<T>()
    {
        var tables = new Dictionary<string, T>[Slots.Count];
        for (int slot = 0; slot < tables.Length; slot++) { tables[slot] = new(StringComparer.Ordinal); }
        return tables;
    }

    private static FieldKind KindOf(Slot slot) => slot switch
    {
        Slot.BirthDate => FieldKind.BirthDate,
        Slot.Gender => FieldKind.Gender,
        Slot.Email => FieldKind.Email,
        Slot.Phone => FieldKind.Phone,
        Slot.Postcode => FieldKind.Postcode,
        Slot.City => FieldKind.City,
        Slot.Region => FieldKind.Region,
        _ => FieldKind.Suffix,
    };

    // Two telephone numbers are not one long one; what a person has several of is compared by the first.
    private static string First(IReadOnlyList<(FieldKind Kind, string Value)> fields, FieldKind wanted)
    {
        foreach ((FieldKind kind, string value) in fields)
        {
            if (kind == wanted && value.Length > 0) { return value; }
        }

        return string.Empty;
    }

    private static string Joined(IReadOnlyList<(FieldKind Kind, string Value)> fields, FieldKind wanted)
    {
        string joined = string.Empty;
        foreach ((FieldKind kind, string value) in fields)
        {
            if (kind == wanted && value.Length > 0) { joined = joined.Length == 0 ? value : $"{joined} {value}"; }
        }

        return joined;
    }

    private FieldValue? Value(int slot, string raw)
    {
        if (raw.Length == 0) { return null; }
        if (_byRaw is null) { return ValueReader.Read((Slot)slot, raw, _reference); }
        if (!_byRaw[slot].TryGetValue(raw, out FieldValue? value))
        {
            value = Known(slot, ValueReader.Read((Slot)slot, raw, _reference));
            _byRaw[slot].Add(raw, value);
        }

        return value;
    }

    private (FieldValue? Given, FieldValue? Family) Names(IReadOnlyList<(FieldKind Kind, string Value)> fields)
    {
        var parts = new NameParts
        {
            Given = OrNull(Joined(fields, FieldKind.GivenName)),
            Initials = OrNull(Joined(fields, FieldKind.Initials)),
            Prefix = OrNull(Joined(fields, FieldKind.FamilyPrefix)),
            Family = OrNull(Joined(fields, FieldKind.FamilyName)),
        };
        string full = parts.Given is null && parts.Family is null ? Joined(fields, FieldKind.FullName) : string.Empty;
        if (_names is null) { return Read(parts, full); }
        string key = $"{parts.Given}\n{parts.Initials}\n{parts.Prefix}\n{parts.Family}\n{full}";
        if (!_names.TryGetValue(key, out (FieldValue? Given, FieldValue? Family) names))
        {
            names = Read(parts, full);
            names = (Known((int)Slot.Given, names.Given), Known((int)Slot.Family, names.Family));
            _names.Add(key, names);
        }

        return names;
    }

    private static (FieldValue? Given, FieldValue? Family) Read(NameParts parts, string full)
    {
        PersonName name = full.Length > 0 ? PersonName.Read(full) : PersonName.Read(parts);
        return (ValueReader.Given(name), ValueReader.Family(name));
    }

    // Names are one object only where all their forms are the same.
    private FieldValue? Known(int slot, FieldValue? value)
    {
        if (value is null || _byText is null) { return value; }
        string key = value.Alternatives.Length == 0 && value.Letters.Length == 0
            ? value.Text : $"{value.Text}\n{value.Letters}\n{string.Join('\n', value.Alternatives)}";
        if (_byText[slot].TryGetValue(key, out FieldValue? known)) { return known; }
        _byText[slot].Add(key, value);
        return value;
    }

    private static string? OrNull(string text) => text.Length == 0 ? null : text;
}
