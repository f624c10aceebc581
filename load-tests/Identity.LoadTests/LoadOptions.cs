using System.Globalization;
using Identity.SampleData;

namespace Identity.LoadTests;

/// <summary>How much is measured. Immutable.</summary>
internal sealed record LoadOptions
{
    /// <summary>How often each comparison is repeated; odd, so that a median is one that was measured.</summary>
    public int Rounds { get; init; } = 9;

    /// <summary>
    /// Rounds before those that count, in the same turns: methods that are called often are compiled anew, and on a
    /// busy machine that takes its time.
    /// </summary>
    public int WarmUpRounds { get; init; } = 8;

    /// <summary>Calls of a round.</summary>
    public int Calls { get; init; } = 40_000;

    /// <summary>Seconds of a round at a fixed rate.</summary>
    public int Seconds { get; init; } = 4;

    /// <summary>Persons that the service knows, where their number is not what is compared.</summary>
    public int Persons { get; init; } = 20_000;

    /// <summary>Observations of a round of ingestion.</summary>
    public int Observations { get; init; } = 10_000;

    /// <summary>The sizes that growth compares.</summary>
    public int Small { get; init; } = 10_000;

    public int Large { get; init; } = 100_000;

    /// <summary>Where data folders are made, and those of growth stay; a temporary folder when empty.</summary>
    public string Data { get; init; } = "";

    /// <summary>The file that results are written to; none when empty.</summary>
    public string Results { get; init; } = "";

    /// <summary>Where <c>bare</c> serves.</summary>
    public int Port { get; init; }

    /// <summary>The port beside it, which the service has for HTTP.</summary>
    public int HttpPort { get; init; }

    /// <summary>Records to make up.</summary>
    public int Count { get; init; } = 100_000;

    /// <summary>Which of the possible people are made up.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How much goes wrong with made-up records, 100 being as usual.</summary>
    public int Errors { get; init; } = 100;

    /// <summary>The file that made-up records are written to.</summary>
    public string Out { get; init; } = "records.csv";

    /// <exception cref="ArgumentException">An option is unknown, or its value is out of bounds.</exception>
    public static LoadOptions Parse(ReadOnlySpan<string> arguments)
    {
        var options = new LoadOptions();
        if (arguments.Length % 2 != 0) { throw new ArgumentException("Options are pairs: --name value."); }
        for (int index = 0; index < arguments.Length; index += 2)
        {
            options = options.With(arguments[index], arguments[index + 1]);
        }

        return options;
    }

    private LoadOptions With(string name, string value) => name switch
    {
        "--rounds" => this with { Rounds = Number(name, value, 1, 101) },
        "--warm-up" => this with { WarmUpRounds = Number(name, value, 0, 101) },
        "--calls" => this with { Calls = Number(name, value, 100, 1_000_000) },
        "--seconds" => this with { Seconds = Number(name, value, 1, 600) },
        "--persons" => this with { Persons = Number(name, value, 1_000, 10_000_000) },
        "--observations" => this with { Observations = Number(name, value, 1_000, 200_000) },
        "--small" => this with { Small = Number(name, value, 1_000, 10_000_000) },
        "--large" => this with { Large = Number(name, value, 1_000, 10_000_000) },
        "--port" => this with { Port = Number(name, value, 1, 65_535) },
        "--http-port" => this with { HttpPort = Number(name, value, 1, 65_535) },
        "--data" => this with { Data = value },
        "--count" => this with { Count = Number(name, value, 1, RecordOptions.CountMax) },
        "--seed" => this with { Seed = Number(name, value, 0, int.MaxValue) },
        "--errors" => this with { Errors = Number(name, value, 0, 1000) },
        "--out" => this with { Out = value },
        "--results" => this with { Results = value },
        _ => throw new ArgumentException($"There is no option {name}."),
    };

    private static int Number(string name, string value, int min, int max)
    {
        bool isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        if (isNumber && number >= min && number <= max) { return number; }
        throw new ArgumentException($"{name} lies between {min} and {max}.");
    }
}
