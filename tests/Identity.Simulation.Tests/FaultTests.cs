using Identity.Simulation.Tests.Histories;
using Identity.Simulation.Tests.Reference;
using Xunit;

namespace Identity.Simulation.Tests;

/// <summary>
/// Each planted mistake is noticed: on some history the answer differs. The control of the comparison.
/// </summary>
public sealed class FaultTests
{
    private const int HistoriesMax = 20_000;

    public static TheoryData<Fault> Faults => [.. Enum.GetValues<Fault>().Where(fault => fault != Fault.None)];

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_planted_fault_is_caught(Fault fault)
    {
        // The crowds come every hundred histories, and some faults show in them alone.
        for (int seed = Seeds.First; seed < Seeds.First + HistoriesMax; seed++)
        {
            if (IsCaught(HistoryGenerator.Make(seed), fault)) { return; }
        }

        Assert.Fail($"{fault} was not noticed in {HistoriesMax} histories from seed {Seeds.First}.");
    }

    private static bool IsCaught(History history, Fault fault)
    {
        var faulty = new ReferenceRule(history.Observations, history.Rules, history.Decisions, history.Now, fault);
        return !faulty.Answer(CoreAnswer.Ids).SequenceEqual(CoreAnswer.Of(history));
    }
}
