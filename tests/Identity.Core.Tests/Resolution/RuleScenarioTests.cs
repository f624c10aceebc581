using Identity.Core.Observations;
using Identity.Testing;
using Xunit;

namespace Identity.Core.Tests.Resolution;

/// <summary>Under the default rules: the persons, and every held-back link with its reason.</summary>
public sealed class RuleScenarioTests
{
    private static readonly ScenarioFile File = ScenarioFile.Load("rule-scenarios.json");

    public static TheoryData<string> Names => [.. File.Scenarios.Select(scenario => scenario.Name)];

    [Fact]
    public void The_file_holds_its_thirteen_scenarios() => Assert.Equal(13, File.Scenarios.Count);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_scenario_gives_its_persons_and_reasons_in_every_order(string name)
    {
        Scenario scenario = File.Named(name);
        Story story = scenario.Tell(new Story());
        foreach (IReadOnlyList<Observation> order in story.Orders())
        {
            WholeGraph result = story.Resolve(order);
            Assert.Equal(scenario.Partition(), result.Partition());
            Assert.Equal(scenario.Suppressions(), result.HeldBack());
        }
    }

    [Fact]
    public void Persons_have_the_same_ids_in_every_order()
    {
        foreach (Scenario scenario in File.Scenarios)
        {
            Story story = scenario.Tell(new Story());
            HashSet<Guid> ids = [.. story.Resolve().Persons.Values];
            Assert.Equal(scenario.Persons.Count, ids.Count);
            Assert.All(story.Orders(), order => Assert.True(ids.SetEquals(story.Resolve(order).Persons.Values)));
        }
    }
}
