using System.Globalization;
using Identity.SampleData.Records;

namespace Identity.SampleData;

/// <summary>
/// Makes up the customer files of a shop: records of people in the Netherlands and Belgium, from three systems with
/// habits of their own, with everything that makes it hard to see which records are about one person. Nobody in it
/// exists. Safe for any number of threads; every enumeration starts anew.
/// </summary>
public sealed class RecordGenerator
{
    // So many records are kept back and handed out in any order, so that neighbours in the file tell nothing.
    private const int ShuffledRecords = 20_000;
    private const ulong RecordStreamFirst = 1UL << 41;
    private const ulong ShuffleStream = 1UL << 42;

    private readonly RecordOptions _options;

    /// <exception cref="ArgumentOutOfRangeException">An option is outside of its bounds.</exception>
    public RecordGenerator(RecordOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Count, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Count, RecordOptions.CountMax, nameof(options));
        foreach (int rate in options.Rates.All())
        {
            ArgumentOutOfRangeException.ThrowIfNegative(rate, nameof(options));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(rate, 1000, nameof(options));
        }

        _options = options;
    }

    /// <summary>
    /// All records, in an order that tells nothing, numbered from <c>R1</c>. Streams: holds some thousand at a time.
    /// </summary>
    public IEnumerable<SampleRecord> Records()
    {
        var shuffle = new Dice(_options.Seed, ShuffleStream);
        List<SampleRecord> held = new(ShuffledRecords);
        int number = 0;
        foreach (SampleRecord record in InOrder())
        {
            if (held.Count < ShuffledRecords)
            {
                held.Add(record);
                continue;
            }

            int at = shuffle.Below(held.Count);
            SampleRecord next = held[at];
            held[at] = record;
            yield return Numbered(next, ++number);
        }

        while (held.Count > 0)
        {
            int at = shuffle.Below(held.Count);
            SampleRecord next = held[at];
            held[at] = held[^1];
            held.RemoveAt(held.Count - 1);
            yield return Numbered(next, ++number);
        }
    }

    /// <summary>
    /// Persons among the records who are easily taken for one and are not, in the order of their making. Two of one
    /// name in one town by mere chance are not among them. Streams.
    /// </summary>
    public IEnumerable<PersonPair> Doubles()
    {
        foreach (Circle circle in Circles())
        {
            HashSet<int> known = [.. circle.Residents.Where(r => r.Records > 0).Select(r => r.Number)];
            foreach (PersonPair pair in circle.Doubles)
            {
                if (known.Contains(pair.PersonA) && known.Contains(pair.PersonB)) { yield return pair; }
            }
        }
    }

    // Whole circles; of the last one, only as many records as are asked for.
    private IEnumerable<Circle> Circles()
    {
        var factory = new CircleFactory(_options.Seed);
        int left = _options.Count;
        while (left > 0)
        {
            Circle circle = factory.Create();
            List<Resident> residents = [];
            foreach (Resident resident in circle.Residents)
            {
                int records = Math.Min(left, resident.Records);
                residents.Add(resident with { Records = records });
                left -= records;
            }

            yield return circle with { Residents = residents };
        }
    }

    private IEnumerable<SampleRecord> InOrder()
    {
        foreach (Circle circle in Circles())
        {
            foreach (Resident resident in circle.Residents)
            {
                // Of its own, so that another rate changes records but never people.
                var dice = new Dice(_options.Seed, RecordStreamFirst + (ulong)resident.Number);
                var clerk = new Clerk(dice, _options.Rates);
                var mishaps = new Mishaps(dice, _options.Rates);
                var penmanship = new Penmanship(dice, _options.Rates);
                Resident[] others = [.. circle.Residents.Where(o => IsHousemate(o, resident))];
                for (int i = 0; i < resident.Records; i++)
                {
                    Sheet sheet = clerk.Fill(resident, others, isFirst: i == 0);
                    mishaps.Befall(sheet, resident);
                    yield return penmanship.Write(sheet) with
                    {
                        Person = resident.Number,
                        Household = resident.Household,
                    };
                }
            }
        }
    }

    private static bool IsHousemate(Resident other, Resident resident) =>
        other.Household == resident.Household && other.Number != resident.Number;

    private static SampleRecord Numbered(SampleRecord record, int number) =>
        record with { RecordId = string.Create(CultureInfo.InvariantCulture, $"R{number}") };
}
