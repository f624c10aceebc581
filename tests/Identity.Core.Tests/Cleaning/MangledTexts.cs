using System.Text;

namespace Identity.Core.Tests.Cleaning;

/// <summary>Names, dates and addresses with pieces put in, taken out, swapped and doubled. Seeded.</summary>
internal sealed class MangledTexts(int seed)
{
    private static readonly string[] Samples =
    [
        .. PersonNameTests.Spellings.Select(row => row.Data.Item1),
        .. CalendarDateTests.Spellings.Select(row => row.Data.Item1),
        .. PostalAddressTests.Spellings.Select(row => row.Data.Item1),
    ];

    private static readonly string[] Pieces =
    [
        " ", "  ", ",", ";", ".", "-", "'", "’", "(", ")", "\"", "/", "|", "\n", "\t", "\0", "\u200b", "\ud800",
        "0", "1", "12", "1980", "1234 AB", "a", "A", "I", "II", "bis", "hs", "van", "de", "van der", "v.", "'t", "d'",
        "jr.", "dr.", "MSc", "en", "e/v", "geb.", "é", "\u0301", "ß", "Ж", "а", "李", "💩", "NL", "B-1000", "mei",
    ];

    private readonly Random _random = new(seed);

    public string Next()
    {
        var text = new StringBuilder(Samples[_random.Next(Samples.Length)]);
        for (int changes = _random.Next(4); changes > 0; changes--)
        {
            int at = _random.Next(text.Length + 1);
            switch (_random.Next(5))
            {
                case 0 when at < text.Length: text.Remove(at, 1); break;
                case 1: text.Append(' ').Append(Samples[_random.Next(Samples.Length)]); break;
                case 2: text.Insert(at, text.ToString(at, text.Length - at)); break;
                default: text.Insert(at, Pieces[_random.Next(Pieces.Length)]); break;
            }
        }

        return text.ToString();
    }
}
