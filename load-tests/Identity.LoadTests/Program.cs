using Identity.LoadTests;
using Identity.LoadTests.Comparisons;
using Identity.LoadTests.People;
using Identity.LoadTests.Results;
using Identity.LoadTests.Serving;

const string usage =
    """
    usage: Identity.LoadTests health|resolve|cold|ingest|growth|matching|all|records [--name value …]
      health   what the gRPC runtime costs, against a bare Kestrel handler
      resolve  what a warm Resolve costs, against Health/Check
      cold     what a Resolve from the store costs, against a read by primary key
      ingest   how fast observations become durable, against their statements alone
      growth   what costs more with more persons
      all      everything that is measured
      records  nothing is measured: made-up records with truth, for measuring how well duplicates are found
    See load-tests/README.md for the options and for what the figures mean.
    """;
var comparisons = new Dictionary<string, Func<LoadOptions, CancellationToken, Task<IReadOnlyList<Finding>>>>
{
    ["health"] = HealthComparison.RunAsync,
    ["resolve"] = ResolveComparison.RunAsync,
    ["cold"] = ColdComparison.RunAsync,
    ["ingest"] = IngestComparison.RunAsync,
    ["growth"] = GrowthComparison.RunAsync,
    ["matching"] = MatchingComparison.RunAsync,
};

using var stopping = new CancellationTokenSource();
System.Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true;
    stopping.Cancel();
};
try
{
    string command = args.Length > 0 ? args[0] : "";
    LoadOptions options = LoadOptions.Parse(args.AsSpan(Math.Min(1, args.Length)));
    if (command == "bare")
    {
        await BareServer.RunAsync(options.Port, options.HttpPort, stopping.Token);
        return 0;
    }

    if (command == "records")
    {
        MadeUpFiles.Write(options, stopping.Token);
        return 0;
    }

    string[] wanted = command == "all" ? [.. comparisons.Keys] : [command];
    if (!wanted.All(comparisons.ContainsKey)) { throw new ArgumentException($"There is no command '{command}'."); }
    Report report = await Report.BeginAsync(options, stopping.Token);
    foreach (string name in wanted) { report.Add(await comparisons[name](options, stopping.Token)); }
    await report.WriteAsync(command, stopping.Token);
    return report.HasMissed ? 1 : 0;
}
catch (ArgumentException wrong)
{
    System.Console.Error.WriteLine(wrong.Message);
    System.Console.Error.WriteLine(usage);
    return 2;
}
