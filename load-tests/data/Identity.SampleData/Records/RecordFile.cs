using System.Globalization;

namespace Identity.SampleData;

/// <summary>
/// Writes records and doubles as flat files: commas, quotes where needed (RFC 4180), a header line, lines that end in
/// a line feed. No state.
/// </summary>
public static class RecordFile
{
    /// <summary>The columns of a file of records; from the names of those of the truth nothing is guessed.</summary>
    public static readonly IReadOnlyList<string> Columns =
    [
        "record_id", "source", "initials", "first_name", "prefix", "last_name", "gender", "birth_date", "email",
        "phone", "street", "house_number", "addition", "postcode", "city", "country", "truth_person", "truth_household",
    ];

    /// <summary>Writes a header and all records, without holding them.</summary>
    public static void Write(IEnumerable<SampleRecord> records, TextWriter to)
    {
        ArgumentNullException.ThrowIfNull(records);
        ArgumentNullException.ThrowIfNull(to);
        WriteLine(to, Columns);
        foreach (SampleRecord r in records)
        {
            WriteLine(
                to,
                [
                    r.RecordId, r.Source, r.Initials, r.FirstName, r.Prefix, r.LastName, r.Gender, r.BirthDate, r.Email,
                    r.Phone, r.Street, r.HouseNumber, r.Addition, r.Postcode, r.City, r.Country,
                    r.Person.ToString(CultureInfo.InvariantCulture), r.Household.ToString(CultureInfo.InvariantCulture),
                ]);
        }
    }

    /// <summary>Writes a header and all pairs: <c>person_a,person_b,kind</c>.</summary>
    public static void Write(IEnumerable<PersonPair> pairs, TextWriter to)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        ArgumentNullException.ThrowIfNull(to);
        WriteLine(to, ["person_a", "person_b", "kind"]);
        foreach (PersonPair pair in pairs)
        {
            WriteLine(
                to,
                [
                    pair.PersonA.ToString(CultureInfo.InvariantCulture),
                    pair.PersonB.ToString(CultureInfo.InvariantCulture),
                    NameOf(pair.Kind),
                ]);
        }
    }

    /// <summary>The word for a kind in the file, such as <c>father_son</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such kind.</exception>
    public static string NameOf(DoubleKind kind) => kind switch
    {
        DoubleKind.Twins => "twins",
        DoubleKind.FatherSon => "father_son",
        DoubleKind.Spouses => "spouses",
        DoubleKind.Namesakes => "namesakes",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };

    private static void WriteLine(TextWriter to, IReadOnlyList<string> fields)
    {
        for (int i = 0; i < fields.Count; i++)
        {
            if (i > 0) { to.Write(','); }
            to.Write(Quoted(fields[i]));
        }

        to.Write('\n');
    }

    private static string Quoted(string field) => field.AsSpan().ContainsAny(",\"\r\n")
        ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : field;
}
