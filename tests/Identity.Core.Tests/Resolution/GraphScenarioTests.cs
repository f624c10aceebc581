using Identity.Core.Observations;
using Identity.Core.Rules;
using Xunit;

namespace Identity.Core.Tests.Resolution;

/// <summary>
/// With `attach_only` off, the rule gives the graphs that a large customer-data platform documents, whatever the order
/// of arrival.
/// </summary>
public sealed class GraphScenarioTests
{
    private static readonly ScenarioFile File = ScenarioFile.Load("graph-scenarios.json");

    public static TheoryData<string> Names => [.. File.Scenarios.Select(scenario => scenario.Name)];

    [Fact]
    public void The_file_holds_its_nineteen_scenarios() => Assert.Equal(19, File.Scenarios.Count);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_documented_sequence_gives_the_documented_persons_in_every_order(string name)
    {
        Scenario scenario = File.Named(name);
        Story story = scenario.Tell(new Story(
            new WorkspaceRules([.. scenario.Namespaces.Select(rule => rule.ToRule())])));
        foreach (IReadOnlyList<Observation> order in story.Orders())
        {
            Assert.Equal(scenario.Partition(), story.Resolve(order).Partition());
        }
    }
}
