using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using Identity.Core.Identifiers;

namespace Identity.Core.Tests.Resolution;

/// <summary>A file of tests/conformance.</summary>
internal sealed record ScenarioFile(IReadOnlyList<Scenario> Scenarios)
{
    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseUpper) },
    };

    public static ScenarioFile Load(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new FileNotFoundException(name);
        return JsonSerializer.Deserialize<ScenarioFile>(stream, Options) ?? throw new JsonException(name);
    }

    public Scenario Named(string name) => Scenarios.Single(scenario => scenario.Name == name);
}

internal sealed record Scenario
{
    public required string Name { get; init; }

    public IReadOnlyList<ScenarioNamespace> Namespaces { get; init; } = [];

    public required IReadOnlyList<ScenarioObservation> Observations { get; init; }

    public required IReadOnlyList<IReadOnlyList<string>> Persons { get; init; }

    public IReadOnlyList<ScenarioSuppression> HeldBack { get; init; } = [];

    /// <summary>The persons as <see cref="Identity.Testing.WholeGraph.Partition"/> writes them.</summary>
    public IReadOnlyList<string> Partition() =>
        [.. Persons.Select(person => string.Join(' ', person.Order(StringComparer.Ordinal)))
            .Order(StringComparer.Ordinal)];

    /// <summary>As <see cref="Identity.Testing.WholeGraph.HeldBack"/> writes them.</summary>
    public IReadOnlyList<string> Suppressions() =>
        [.. HeldBack.Select(link => $"{link.A} | {link.B} | {link.Reason}").Order(StringComparer.Ordinal)];

    public Story Tell(Story story)
    {
        foreach (ScenarioObservation observation in Observations)
        {
            story.At(observation.Minute, observation.Level, [.. observation.Identifiers.Select(
                text => observation.Claimed.Contains(text) ? "?" + text : text)]);
        }

        return story;
    }
}

internal sealed record ScenarioNamespace(string Name, NamespaceRole Role, int Rank, int Unique)
{
    public NamespaceRule ToRule() => new() { Name = Name, Role = Role, Rank = Rank, Unique = Unique };
}

internal sealed record ScenarioObservation(int Minute, IReadOnlyList<string> Identifiers)
{
    public int Level { get; init; } = 4;

    public IReadOnlyList<string> Claimed { get; init; } = [];
}

internal sealed record ScenarioSuppression(string A, string B, string Reason);
