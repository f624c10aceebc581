using Identity.Core.Identifiers;
using Xunit;
using static Identity.Core.Tests.Identifiers.Normalising;

namespace Identity.Core.Tests.Identifiers;

public sealed class IpNormaliserTests
{
    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData(" 192.0.2.1 ", "192.0.2.1")]
    [InlineData("192.0.2.1:51234", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("::FFFF:C000:0201", "192.0.2.1")]
    [InlineData("0:0:0:0:0:ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:DB8::1", "2001:db8::1")]
    [InlineData("2001:0db8:0000:0000:0000:0000:0000:0001", "2001:db8::1")]
    [InlineData("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1")]
    [InlineData("[2001:db8::1]", "2001:db8::1")]
    [InlineData("[2001:db8::1]:443", "2001:db8::1")]
    [InlineData("[::ffff:192.0.2.1]:443", "192.0.2.1")]
    [InlineData("64:ff9b::192.0.2.1", "64:ff9b::c000:201")]
    [InlineData("::1", "::1")]
    public void Addresses_become_canonical(string raw, string key) =>
        Assert.Equal(new NormalisedValue(key, null, null), With("ip", raw));

    [Theory]
    [InlineData("1")]
    [InlineData("192.0.2")]
    [InlineData("192.0.2.256")]
    [InlineData("192.0.2.01")]
    [InlineData("010.0.0.1")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("192.0.2.1.")]
    [InlineData("192.0.2.+1")]
    [InlineData("192.0.2.1:")]
    [InlineData("192.0.2.1:port")]
    [InlineData("192.0.2.1/24")]
    [InlineData("192.0.2.1, 192.0.2.2")]
    [InlineData("１９２.0.2.1")]
    [InlineData("fe80::1%eth0")]
    [InlineData("2001:db8::1/64")]
    [InlineData("2001:db8::1::2")]
    [InlineData("12345::")]
    [InlineData("[2001:db8::1")]
    [InlineData("[2001:db8::1]443")]
    [InlineData("[]")]
    [InlineData(":")]
    [InlineData("localhost")]
    public void What_is_no_address_is_refused(string raw) =>
        Assert.Equal(NormaliserProblems.MalformedIp, Problem("ip", raw));
}
