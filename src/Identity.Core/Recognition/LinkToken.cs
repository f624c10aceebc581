using System.Buffers.Binary;
using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Identity.Core.Recognition;

/// <summary>How a link token was found.</summary>
public enum LinkTokenState
{
    /// <summary>It proves possession of its identifier.</summary>
    Valid = 1,

    /// <summary>It is not one of ours, or was changed.</summary>
    Malformed = 2,

    /// <summary>It was ours, and its time is over.</summary>
    Expired = 3,
}

/// <summary>
/// A signed, expiring proof that somebody holds an identifier, made to be put into the links of one mail. Text in
/// base64url: expiry, namespace and value, then a MAC over them with a key derived from the workspace's secret, so that
/// a token is worth nothing in another workspace. It resolves its own identifier and nothing else.
/// </summary>
public static class LinkToken
{
    /// <summary>The longest token that is looked at, in characters.</summary>
    public const int LengthMax = 2_048;

    private const int ExpiryBytes = sizeof(long);
    private const int MacBytes = HMACSHA256.HashSizeInBytes;

    /// <summary>Makes a token.</summary>
    /// <param name="secret">The workspace's secret.</param>
    /// <param name="identifier">Whose possession it proves.</param>
    /// <param name="expiresAt">Until when.</param>
    public static string Create(ImmutableArray<byte> secret, RawIdentity identifier, DateTimeOffset expiresAt)
    {
        byte[] text = Encoding.UTF8.GetBytes($"{identifier.Namespace}\n{identifier.Value}");
        byte[] token = new byte[ExpiryBytes + text.Length + MacBytes];
        BinaryPrimitives.WriteInt64BigEndian(token, expiresAt.ToUnixTimeSeconds());
        text.CopyTo(token, ExpiryBytes);
        Sign(secret, token.AsSpan(0, token.Length - MacBytes), token.AsSpan(token.Length - MacBytes));
        return Base64Url.EncodeToString(token);
    }

    /// <summary>Reads a token. The identifier is only meaningful when it is valid.</summary>
    public static LinkTokenState Read(
        ImmutableArray<byte> secret, string text, DateTimeOffset now, out RawIdentity identifier)
    {
        identifier = default;
        if (text.Length is 0 or > LengthMax || !Base64Url.IsValid(text)) { return LinkTokenState.Malformed; }
        byte[] token = Base64Url.DecodeFromChars(text);
        if (token.Length <= ExpiryBytes + MacBytes) { return LinkTokenState.Malformed; }
        Span<byte> mac = stackalloc byte[MacBytes];
        Sign(secret, token.AsSpan(0, token.Length - MacBytes), mac);
        if (!CryptographicOperations.FixedTimeEquals(mac, token.AsSpan(token.Length - MacBytes)))
        {
            return LinkTokenState.Malformed;
        }

        string[] parts = Encoding.UTF8.GetString(token.AsSpan(ExpiryBytes, token.Length - ExpiryBytes - MacBytes))
            .Split('\n', 2);
        if (parts.Length != 2) { return LinkTokenState.Malformed; }
        identifier = new RawIdentity(parts[0], parts[1]);
        return BinaryPrimitives.ReadInt64BigEndian(token) > now.ToUnixTimeSeconds()
            ? LinkTokenState.Valid : LinkTokenState.Expired;
    }

    private static void Sign(ImmutableArray<byte> secret, ReadOnlySpan<byte> content, Span<byte> mac)
    {
        Span<byte> key = stackalloc byte[MacBytes];
        HMACSHA256.HashData(secret.AsSpan(), "identity link token v1"u8, key);
        HMACSHA256.HashData(key, content, mac);
    }
}

/// <summary>A namespace and a value, as they are given.</summary>
public readonly record struct RawIdentity(string Namespace, string Value);
