using System.Security.Cryptography;
using System.Text;
using Identity.Core.Identifiers;
using Xunit;

namespace Identity.Core.Tests.Identifiers;

/// <summary>Short ways to ask a normaliser by its name.</summary>
internal static class Normalising
{
    public static NormalisedValue With(string name, string raw)
    {
        Assert.True(Normaliser.TryGet(name, out Normaliser? normaliser));
        return normaliser.Normalise(raw);
    }

    public static string Sha256(string text) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>The key of a value that has to be accepted.</summary>
    public static string Key(string name, string raw)
    {
        NormalisedValue value = With(name, raw);
        Assert.Null(value.Problem);
        return value.Key;
    }

    /// <summary>The problem of a value that has to be refused, and then gives no key.</summary>
    public static string? Problem(string name, string raw)
    {
        NormalisedValue value = With(name, raw);
        Assert.NotNull(value.Problem);
        Assert.Equal(new NormalisedValue(string.Empty, null, value.Problem), value);
        return value.Problem;
    }
}
