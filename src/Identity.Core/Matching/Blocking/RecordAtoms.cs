using Identity.Core.Cleaning;
using Identity.Core.Matching.Preparing;
using Identity.Core.Matching.Similarity;

namespace Identity.Core.Matching.Blocking;

/// <summary>What an atom is made from. The letter goes into its hash.</summary>
internal enum AtomKind
{
    /// <summary>How a given or a family name sounds; one kind for both, so that swapped names meet.</summary>
    Name = 'N',

    /// <summary>The first three letters of a given or family name.</summary>
    NameStart = 'n',
    BirthDate = 'D',
    BirthYear = 'Y',

    /// <summary>Month and day of birth.</summary>
    Birthday = 'M',
    Email = 'E',
    EmailUser = 'U',
    Phone = 'P',
    Street = 'S',
    HouseNumber = 'H',
    Postcode = 'Z',
    City = 'C',
    Other = 'O',
}

/// <summary>
/// The parts of a record by which others like it are found: records that have none in common are never compared.
/// </summary>
internal static class RecordAtoms
{
    private const int NameStartLength = 3;
    private const int WordLengthMin = 3;
    private const int YearDigits = 4;
    private const int DateDigits = 8;

    /// <summary>The atoms of a record, each once. The list is emptied first.</summary>
    public static void Find(MatchRecord record, List<(AtomKind Kind, ulong Hash)> atoms)
    {
        atoms.Clear();
        AddName(record[Slot.Given], atoms);
        AddName(record[Slot.Family], atoms);
        if (record[Slot.BirthDate] is { Text: var date })
        {
            Add(atoms, AtomKind.BirthDate, date);
            if (date.Length == DateDigits)
            {
                Add(atoms, AtomKind.BirthYear, date.AsSpan(0, YearDigits));
                Add(atoms, AtomKind.Birthday, date.AsSpan(YearDigits));
            }
        }

        if (record[Slot.Email] is { } email)
        {
            Add(atoms, AtomKind.Email, email.Text);
            Add(atoms, AtomKind.EmailUser, email.User);
        }

        Add(atoms, AtomKind.Phone, record[Slot.Phone]?.Text);
        Add(atoms, AtomKind.Street, record[Slot.Street]?.Sound);
        Add(atoms, AtomKind.HouseNumber, record[Slot.HouseNumber]?.Words[0]);
        Add(atoms, AtomKind.Postcode, record[Slot.Postcode]?.Text);
        Add(atoms, AtomKind.City, record[Slot.City]?.Text);
        for (int slot = (int)Slot.Other1; slot < Slots.Count; slot++)
        {
            if (record[slot] is { } other) { Add(atoms, AtomKind.Other, other.Hash); }
        }
    }

    private static void AddName(FieldValue? name, List<(AtomKind Kind, ulong Hash)> atoms)
    {
        if (name is null) { return; }
        if (!name.IsInitials) { Add(atoms, AtomKind.Name, name.Sound); }
        Add(atoms, AtomKind.NameStart, name.Text.AsSpan(0, Math.Min(NameStartLength, name.Text.Length)));
        if (name.Words.Length > 1)
        {
            foreach (string word in name.Words)
            {
                if (word.Length >= WordLengthMin) { Add(atoms, AtomKind.Name, SoundCode.Of(word)); }
            }
        }

        foreach (string alternative in name.Alternatives)
        {
            Add(atoms, AtomKind.Name, SoundCode.Of(FoldedText.Compact(alternative)));
        }
    }

    private static void Add(List<(AtomKind Kind, ulong Hash)> atoms, AtomKind kind, ReadOnlySpan<char> text)
    {
        if (text.Length > 0) { Add(atoms, kind, StableHash.Of((char)kind, text)); }
    }

    private static void Add(List<(AtomKind Kind, ulong Hash)> atoms, AtomKind kind, ulong hash)
    {
        foreach ((_, ulong known) in atoms)
        {
            if (known == hash) { return; }
        }

        atoms.Add((kind, hash));
    }
}
