using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Identity.Core.Identifiers;

namespace Identity.Core.Resolution;

/// <summary>
/// Derives the ids of persons. Ids follow people: each identifier is born with an id, the first stronger one that it is
/// shown to belong with inherits it, and a person has the id that its anchor has held longest. Thread-safe.
/// </summary>
public sealed class PersonIds
{
    /// <summary>The length of the workspace's secret, in bytes.</summary>
    public const int SecretBytes = 32;

    private readonly ImmutableArray<byte> _secret;

    public PersonIds(ImmutableArray<byte> secret)
    {
        Invariant.Check(secret.Length == SecretBytes, "A workspace's secret has 32 bytes.");
        _secret = secret;
    }

    /// <summary>The id that an identifier is born with.</summary>
    public Guid Birth(IdentifierKey key) => Derive(key, "birth");

    /// <summary>The id that an identifier has when it stands alone after another has inherited its first one.</summary>
    public Guid Second(IdentifierKey key) => Derive(key, "second");

    /// <summary>
    /// The identifier that speaks for a person: the oldest of its strongest class; of equally old ones the stronger
    /// rank, then the smaller text.
    /// </summary>
    public static Node Anchor(IReadOnlyList<Node> members)
    {
        Node anchor = members[0];
        for (int index = 1; index < members.Count; index++)
        {
            if (SpeaksBefore(members[index], anchor)) { anchor = members[index]; }
        }

        return anchor;
    }

    /// <summary>The id of the person that an anchor speaks for.</summary>
    /// <param name="anchor">The anchor.</param>
    /// <param name="hasHeir">Another identifier has inherited the anchor's first id.</param>
    /// <param name="givers">
    /// The nodes whose heir is the given node since the given moment. Asked at most twice, since classes get stronger.
    /// </param>
    public Guid Of(Node anchor, bool hasHeir, Func<Node, DateTimeOffset, IReadOnlyList<Node>> givers) =>
        hasHeir ? Second(anchor.Key) : LongestHeld(anchor, givers);

    // What an identifier inherits later, it has held for less long than its own id. So its own id is the longest held,
    // unless it came into being together with what it inherited: then the visitor keeps the id that it had.
    private Guid LongestHeld(Node node, Func<Node, DateTimeOffset, IReadOnlyList<Node>> givers)
    {
        if (node.Facts.FirstVouched is not { } since || node.Facts.FirstUnclaimed < since) { return Birth(node.Key); }
        Node? best = null;
        foreach (Node giver in givers(node, since))
        {
            if (best is null || GivesBefore(giver, best, since)) { best = giver; }
        }

        return best is null ? Birth(node.Key) : LongestHeld(best, givers);
    }

    // Those who were known before come first, as with any merge: the strongest class, then the oldest. Of those who
    // only came with it the weakest class is first, since a device is what an earlier visit may turn out to be known
    // by.
    private static bool GivesBefore(Node candidate, Node other, DateTimeOffset since)
    {
        (DateTimeOffset age, DateTimeOffset otherAge) = (AgeBefore(candidate, since), AgeBefore(other, since));
        bool wasKnown = age < since;
        if (wasKnown != otherAge < since) { return wasKnown; }
        int order = candidate.Rule.InheritanceClass.CompareTo(other.Rule.InheritanceClass);
        if (order != 0) { return wasKnown ? order < 0 : order > 0; }
        order = age.CompareTo(otherAge);
        return (order != 0 ? order : ByText(candidate, other)) < 0;
    }

    // The age that it had until then: when nobody had vouched for it yet, since it was first seen otherwise.
    private static DateTimeOffset AgeBefore(Node node, DateTimeOffset since) =>
        node.Facts.FirstVouched is { } vouched && vouched < since
            ? vouched : node.Facts.FirstUnclaimed ?? DateTimeOffset.MaxValue;

    private static bool SpeaksBefore(Node candidate, Node other)
    {
        int order = candidate.Rule.InheritanceClass.CompareTo(other.Rule.InheritanceClass);
        if (order == 0) { order = candidate.Facts.Age.CompareTo(other.Facts.Age); }
        return (order != 0 ? order : ByText(candidate, other)) < 0;
    }

    private static int ByText(Node left, Node right)
    {
        int order = left.Rule.Rank.CompareTo(right.Rule.Rank);
        if (order == 0) { order = Utf8Order.Compare(left.Key.Value, right.Key.Value); }
        return order != 0 ? order : left.Key.Epoch.CompareTo(right.Key.Epoch);
    }

    // UUIDv8 (RFC 9562, section 5.8): 122 bits of the MAC. Lengths go before texts, so that no two keys write alike.
    private Guid Derive(IdentifierKey key, string purpose)
    {
        byte[] message = Message(key, purpose);
        Span<byte> mac = stackalloc byte[HMACSHA256.HashSizeInBytes];
        HMACSHA256.HashData(_secret.AsSpan(), message, mac);
        mac[6] = (byte)((mac[6] & 0x0F) | 0x80);
        mac[8] = (byte)((mac[8] & 0x3F) | 0x80);
        return new Guid(mac[..16], bigEndian: true);
    }

    private static byte[] Message(IdentifierKey key, string purpose)
    {
        using var stream = new MemoryStream();
        WriteText(stream, purpose);
        WriteText(stream, key.Namespace);
        WriteText(stream, key.Value);
        Span<byte> epoch = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(epoch, key.Epoch);
        stream.Write(epoch);
        return stream.ToArray();
    }

    private static void WriteText(MemoryStream stream, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
        stream.Write(length);
        stream.Write(bytes);
    }
}
