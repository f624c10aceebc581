using System.Globalization;
using Identity.Stores.Conformance.Generated;
using Xunit;

namespace Identity.Stores.Conformance;

public abstract partial class IdentityStoreConformance
{
    /// <summary>Set to a number that a run has printed, it makes that run again.</summary>
    public const string SeedVariable = "IDENTITY_TEST_SEED";

    [Fact]
    public async Task Random_histories_give_the_answers_of_the_model()
    {
        string? given = Environment.GetEnvironmentVariable(SeedVariable);
        int seed = given is null ? Random.Shared.Next() : int.Parse(given, CultureInfo.InvariantCulture);
        TestContext.Current.TestOutputHelper?.WriteLine($"{SeedVariable}={seed}");
        for (int number = 0; number < Histories.Count; number++)
        {
            // Every history has two workspaces of its own, in a store that fills up with those of others.
            var records = new RandomRecords(unchecked(seed + number), firstWorkspace: 1 + (2 * number));
            await using var history = new History(records, async () => await OpenAsync(Token), Token);
            try
            {
                await history.RunAsync(Histories.Length);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                string steps = string.Join("\n  ", history.Log);
                Assert.Fail($"{SeedVariable}={seed}, history {number}:\n  {steps}\n{failure}");
            }
        }
    }
}
