using Xunit;

namespace Identity.Core.Tests;

public sealed class InvariantTests
{
    [Fact]
    public void A_broken_invariant_throws_its_claim() =>
        Assert.Equal("One is two.", Assert.Throws<InvariantException>(
            () => Invariant.Check(1 == 2, "One is two.")).Message);
}
