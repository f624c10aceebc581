using System.Collections.Immutable;
using Identity.Core.Recognition;
using Xunit;

namespace Identity.Core.Tests.Recognition;

public sealed class LinkTokenTests
{
    private static readonly ImmutableArray<byte> Secret = [.. Enumerable.Repeat((byte)1, 32)];
    private static readonly ImmutableArray<byte> Other = [.. Enumerable.Repeat((byte)2, 32)];
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);
    private static readonly RawIdentity Jan = new("email", "jan@x.nl");

    [Fact]
    public void A_token_proves_its_own_identifier_until_it_expires()
    {
        string token = LinkToken.Create(Secret, Jan, Now.AddDays(30));

        Assert.Equal(LinkTokenState.Valid,
            LinkToken.Read(Secret, token, Now.AddDays(30).AddSeconds(-1), out RawIdentity read));
        Assert.Equal(Jan, read);
        Assert.Equal(LinkTokenState.Expired, LinkToken.Read(Secret, token, Now.AddDays(30), out _));
    }

    [Fact]
    public void A_value_may_hold_a_line_break()
    {
        var odd = new RawIdentity("customer_id", "a\nb");
        LinkToken.Read(Secret, LinkToken.Create(Secret, odd, Now.AddDays(1)), Now, out RawIdentity read);
        Assert.Equal(odd, read);
    }

    [Fact]
    public void A_token_is_worth_nothing_in_another_workspace() => Assert.Equal(
        LinkTokenState.Malformed, LinkToken.Read(Other, LinkToken.Create(Secret, Jan, Now.AddDays(1)), Now, out _));

    [Fact]
    public void A_changed_character_anywhere_makes_it_malformed()
    {
        string token = LinkToken.Create(Secret, Jan, Now.AddDays(1));
        for (int index = 0; index < token.Length - 1; index++)
        {
            char changed = token[index] == 'A' ? 'B' : 'A';
            string forged = token[..index] + changed + token[(index + 1)..];
            Assert.Equal(LinkTokenState.Malformed, LinkToken.Read(Secret, forged, Now, out _));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("no base64!")]
    [InlineData("AAAA")]
    public void Anything_else_is_malformed(string text)
    {
        Assert.Equal(LinkTokenState.Malformed, LinkToken.Read(Secret, text, Now, out _));
        Assert.Equal(
            LinkTokenState.Malformed, LinkToken.Read(Secret, new string('A', LinkToken.LengthMax + 1), Now, out _));
    }
}
